// Asking before a page is left that would lose something.
import { useEffect, useState } from "react";

type Go = () => void;

let ask: ((go: Go) => void) | null = null;

/** Go elsewhere, or ask first if the page has something to lose. Links need not call it. */
export function leave(go: Go): void {
  if (ask) ask(go);
  else go();
}

/** Whether the page has something to lose. */
export const hasSomethingToLose = (): boolean => ask !== null;

const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

/** The link of a click that would leave this page in this window. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || !isPlain(event)) return null;
  if (link.target === "_blank" || link.hasAttribute("download")) return null;
  return link.pathname === window.location.pathname && link.search === window.location.search
    ? null
    : link;
}

/**
 * While `active`, hold what would leave the page: links, `leave`, the browser's Back, and closing the
 * window, at which the browser asks by itself. Returns what is held, to be done or dropped.
 */
export function useLeaveGuard(active: boolean): { held: Go | null; drop: () => void } {
  const [held, setHeld] = useState<Go | null>(null);
  useEffect(() => {
    if (!active) return;
    let through = false;
    const hold = (go: Go) =>
      setHeld(() => () => {
        through = true;
        setHeld(null);
        go();
      });
    const onClick = (event: MouseEvent) => {
      const link = through ? null : linkOf(event);
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      hold(() => link.click());
    };
    let returning = false;
    const onBack = (event: PopStateEvent) => {
      if (through) return;
      // The page's router must not see it. The address is put back, which comes here once more.
      event.stopImmediatePropagation();
      if (!returning) {
        window.history.go(1);
        hold(() => window.history.back());
      }
      returning = !returning;
    };
    const onClose = (event: BeforeUnloadEvent) => {
      if (!through) event.preventDefault();
    };
    ask = hold;
    document.addEventListener("click", onClick, true);
    window.addEventListener("popstate", onBack, true);
    window.addEventListener("beforeunload", onClose);
    return () => {
      ask = null;
      document.removeEventListener("click", onClick, true);
      window.removeEventListener("popstate", onBack, true);
      window.removeEventListener("beforeunload", onClose);
    };
  }, [active]);
  return { held: active ? held : null, drop: () => setHeld(null) };
}
