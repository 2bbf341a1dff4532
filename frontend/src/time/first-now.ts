// The server's time when it sent the page. The first request uses it, so that its address equals
// that of the preload in the page's Link header.
import { useCallback, useRef } from "react";
import { serverNow } from "./server-clock";

/** After this long the preloaded response is no longer worth using. */
const FIRST_MS = 10_000;

/** Return a clock that gives `requestedAt` once, if the page has just loaded, and then the server's time. */
export function useFirstNow(requestedAt: number | null): () => number {
  const first = useRef(requestedAt);
  return useCallback(() => {
    const at = first.current;
    first.current = null;
    return at !== null && performance.now() < FIRST_MS ? at : serverNow();
  }, []);
}
