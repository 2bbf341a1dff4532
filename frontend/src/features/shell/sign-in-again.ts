// At first load: redirects to sign-in without a session, and scrolls back to where the view was before.
import { useEffect } from "react";
import { useMe } from "@/data/api/me";
import { ApiProblem } from "@/data/api/http";
import { here, SCROLLED, signInHere } from "@/parts/session/sign-in";

const RESTORE_MS = 10_000;

/** Redirect if there is neither a session nor data; a page with data stays and shows a banner. */
export function useSignInAgain(): void {
  const { data, error } = useMe();
  const none = !data && error instanceof ApiProblem && error.signedOut;
  useEffect(() => {
    if (none) signInHere();
  }, [none]);
}

/** After signing in again, scroll to where the view was, once it is tall enough. */
export function useScrollBack(): void {
  useEffect(() => {
    let top = 0;
    try {
      const [scrolled = "", ...view] = (window.sessionStorage.getItem(SCROLLED) ?? "").split(" ");
      window.sessionStorage.removeItem(SCROLLED);
      if (view.join(" ") === here()) top = Number(scrolled);
    } catch {
      return undefined;
    }
    if (!(top > 0)) return undefined;
    const stop = () => {
      observer.disconnect();
      clearTimeout(limit);
    };
    const observer = new ResizeObserver(() => {
      if (document.documentElement.scrollHeight < top + window.innerHeight) return;
      window.scrollTo(0, top);
      stop();
    });
    const limit = setTimeout(stop, RESTORE_MS);
    observer.observe(document.body);
    return stop;
  }, []);
}
