// A text that this browser keeps, shared with its other tabs.
import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "isotherm stored";

function read(key: string): string {
  try {
    return window.localStorage.getItem(key) ?? "";
  } catch {
    // Without storage, nothing is remembered from page to page.
    return "";
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener("storage", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("storage", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

/** Return the text, "" if there is none, and a function that sets it from what it is then. */
export function useStored(key: string): [string, (change: (stored: string) => string) => void] {
  const stored = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => "",
  );
  const store = useCallback(
    (change: (stored: string) => string) => {
      try {
        window.localStorage.setItem(key, change(read(key)));
      } catch {
        // As in `read`.
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [key],
  );
  return [stored, store];
}
