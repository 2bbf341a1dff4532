// What happens when there is no session: at the first look to the sign-in, later only when asked.
import { useEffect } from "react";
import { useMe } from "@/data/api/me";
import { ApiProblem } from "@/data/api/http";

export function signInAgain(path: string): void {
  const back = path + window.location.search;
  window.location.assign(`/auth/login?return_to=${encodeURIComponent(back)}`);
}

/** A page that has nothing yet and no session goes to sign in; one with data keeps it and says so. */
export function useSignInAgain(): void {
  const { data, error } = useMe();
  const none = !data && error instanceof ApiProblem && error.signedOut;
  useEffect(() => {
    if (none) signInAgain(window.location.pathname);
  }, [none]);
}
