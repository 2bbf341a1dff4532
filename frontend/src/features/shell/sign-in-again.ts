// Redirects to sign-in: automatically without a session at first load, later only on request.
import { useEffect } from "react";
import { useMe } from "@/data/api/me";
import { ApiProblem } from "@/data/api/http";

export function signInAgain(path: string): void {
  const back = path + window.location.search;
  window.location.assign(`/auth/login?return_to=${encodeURIComponent(back)}`);
}

/** Redirect if there is neither a session nor data; a page with data stays and shows a banner. */
export function useSignInAgain(): void {
  const { data, error } = useMe();
  const none = !data && error instanceof ApiProblem && error.signedOut;
  useEffect(() => {
    if (none) signInAgain(window.location.pathname);
  }, [none]);
}
