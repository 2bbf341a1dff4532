// A text that this browser keeps, shared with its other tabs.
import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "isotherm stored";

/** Return the text of a key, "" if there is none. */
export function readStored(key: string): string {
  try {
    return window.localStorage.getItem(key) ?? "";
  } catch {
    // Without storage, nothing is remembered from page to page.
    return "";
  }
}

/** Keep a text, and tell those who subscribed. */
export function store(key: string, text: string): void {
  try {
    window.localStorage.setItem(key, text);
  } catch {
    // As in `readStored`.
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** Call back when a text changes, in this tab or in another; return what ends that. */
export function subscribe(onChange: () => void): () => void {
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
    () => readStored(key),
    () => "",
  );
  const change = useCallback(
    (next: (stored: string) => string) => store(key, next(readStored(key))),
    [key],
  );
  return [stored, change];
}
