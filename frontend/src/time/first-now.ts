// The instant at which a page was asked for, as the server had it: the first question is already asked for it.
import { useCallback, useRef } from "react";
import { serverNow } from "./server-clock";

/** Later than that after the page was opened, its answers are waited for no more. */
const FIRST_MS = 10_000;

/** The server's clock; once, soon after the document was opened, the instant at which it was asked for. */
export function useFirstNow(askedAt: number | null): () => number {
  const first = useRef(askedAt);
  return useCallback(() => {
    const at = first.current;
    first.current = null;
    return at !== null && performance.now() < FIRST_MS ? at : serverNow();
  }, []);
}
