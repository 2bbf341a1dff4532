// Which events a person has dismissed the banner of: kept in this browser, told to its other tabs.
import { useCallback, useMemo, useSyncExternalStore } from "react";

const MOST = 50;
const CHANGED = "isotherm dismissed";

const keyOf = (subject: string) => `isotherm.dismissed.${subject}`;

function read(key: string): string {
  try {
    return window.localStorage.getItem(key) ?? "";
  } catch {
    // A browser that keeps nothing: the banner comes back with the next page.
    return "";
  }
}

/** Adds an event to those there are; the oldest leave. */
export const added = (kept: string, event: string): string =>
  [...kept.split(" ").filter((one) => one !== "" && one !== event), event].slice(-MOST).join(" ");

function subscribe(onChange: () => void): () => void {
  window.addEventListener("storage", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("storage", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

export function useDismissed(subject: string): {
  dismissed: ReadonlySet<string>;
  dismiss: (event: string) => void;
} {
  const key = keyOf(subject);
  const kept = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => "",
  );
  const dismissed = useMemo(() => new Set(kept.split(" ").filter(Boolean)), [kept]);
  const dismiss = useCallback(
    (event: string) => {
      try {
        window.localStorage.setItem(key, added(read(key), event));
      } catch {
        // As above: nothing is kept.
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [key],
  );
  return { dismissed, dismiss };
}
