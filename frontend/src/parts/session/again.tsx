"use client";
// What to do about a failed request: try again, or sign in if the session has ended.
import { isSignedOut } from "@/data/session";
import { Button } from "@/ui/button";
import { signInAgain } from "./sign-in";

/** @param onAgain if not given, the page retries by itself */
export function Again({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  if (isSignedOut(error))
    return (
      <Button kind="primary" onClick={signInAgain}>
        Sign in again
      </Button>
    );
  return onAgain ? (
    <Button kind="primary" onClick={onAgain}>
      Try again
    </Button>
  ) : null;
}
