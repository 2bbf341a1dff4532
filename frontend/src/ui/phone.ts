// Whether the phone layout holds, whose styles are in each CSS module under the same query.
import { useSyncExternalStore } from "react";

const PHONE = "(max-width: 640px)";
let query: MediaQueryList | null = null;
// One list for all: a table asks in each of its cells.
const phone = (): MediaQueryList => (query ??= window.matchMedia(PHONE));

function subscribe(changed: () => void): () => void {
  phone().addEventListener("change", changed);
  return () => phone().removeEventListener("change", changed);
}

export const usePhone = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => phone().matches,
    () => false,
  );
