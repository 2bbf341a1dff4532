// Whether the session of this page has ended, and how its tabs learn that somebody signed in again.
import { useSyncExternalStore } from "react";
import { ApiProblem } from "./api/http";

const CHANNEL = "isotherm session";

/** "refused": an answer said so; "unsaved": so did the answer to a change, which was not made. */
export type SessionState = "open" | "refused" | "unsaved";

let state: SessionState = "open";
const listeners = new Set<() => void>();

function set(next: SessionState): void {
  if (typeof window === "undefined" || state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Whether a request failed because the session has ended. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiProblem && error.signedOut;

/** To be told of the error of every request, and of every change. */
export const noteQueryError = (error: unknown): void => {
  if (isSignedOut(error) && state === "open") set("refused");
};
export const noteChangeError = (error: unknown): void => {
  if (isSignedOut(error)) set("unsaved");
};
/** The note about a change was read; the session is still over. */
export const noteRead = (): void => {
  if (state === "unsaved") set("refused");
};
export const noteSignedIn = (): void => set("open");

export const useSession = (): SessionState =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
    () => "open",
  );

/** Tell the other tabs that somebody has signed in. */
export function announceSignIn(): void {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("signed-in");
  channel.close();
}

/** Call `then` when another tab has signed in, or when this tab is looked at again; return a function that stops. */
export function onMaybeSignedIn(then: () => void): () => void {
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
  const seen = () => {
    if (document.visibilityState === "visible") then();
  };
  if (channel) channel.onmessage = then;
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("focus", seen);
  return () => {
    channel?.close();
    document.removeEventListener("visibilitychange", seen);
    window.removeEventListener("focus", seen);
  };
}
