// The alerts that a user has dismissed, stored in this browser and shared with its other tabs.
import { useCallback, useMemo, useSyncExternalStore } from "react";

const MOST = 50;
const CHANGED = "isotherm dismissed";

const keyOf = (subject: string) => `isotherm.dismissed.${subject}`;

function read(key: string): string {
  try {
    return window.localStorage.getItem(key) ?? "";
  } catch {
    // Without storage, the banner returns with the next page.
    return "";
  }
}

/** Add an event to the stored ones; the oldest are dropped. */
export const added = (stored: string, event: string): string =>
  [...stored.split(" ").filter((other) => other !== "" && other !== event), event]
    .slice(-MOST)
    .join(" ");

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
  const stored = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => "",
  );
  const dismissed = useMemo(() => new Set(stored.split(" ").filter(Boolean)), [stored]);
  const dismiss = useCallback(
    (event: string) => {
      try {
        window.localStorage.setItem(key, added(read(key), event));
      } catch {
        // As in `read`: without storage, nothing is remembered.
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [key],
  );
  return { dismissed, dismiss };
}
