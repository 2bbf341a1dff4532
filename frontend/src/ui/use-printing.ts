// Whether the page is being printed, so that it can render for paper what a screen shows in parts.
import { useSyncExternalStore } from "react";
import { flushSync } from "react-dom";

let printing = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  if (next === printing) return;
  printing = next;
  // The browser lays the paper out as soon as the event's listeners have returned.
  flushSync(() => listeners.forEach((listener) => listener()));
}

const begin = () => set(true);
const end = () => set(false);
const change = ({ matches }: { matches: boolean }) => set(matches);

// Browsers differ in which of the two they offer, and an emulated paper has only the second.
let media: MediaQueryList | null = null;

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    media = window.matchMedia("print");
    media.addEventListener("change", change);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener("beforeprint", begin);
    window.removeEventListener("afterprint", end);
    media?.removeEventListener("change", change);
  };
}

/** Whether the page is being printed. A change is on the page before the browser lays the paper out. */
export const usePrinting = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => printing,
    () => false,
  );
