// Which rows of a long list are in view, so that only these are made.
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Rows made beyond the edges, so that scrolling does not show an empty stretch. */
const MORE = 8;

export interface View {
  /** The first row to make, and the one after the last. */
  first: number;
  end: number;
}

/** The rows between two edges of the screen; `top` is where the list begins, as seen from the screen's top. */
export function inView(count: number, height: number, top: number, screen: number): View {
  const first = Math.max(0, Math.min(count - 1, Math.floor(-top / height) - MORE));
  const end = Math.min(count, Math.max(first + 1, Math.ceil((screen - top) / height) + MORE));
  return { first: Math.max(0, first), end };
}

/** Made rows and, in between, how many are not: `pinned` is made wherever it is, for it holds the focus. */
export function laidOut(
  count: number,
  { first, end }: View,
  pinned: number,
): ({ at: number } | { space: number })[] {
  const found: ({ at: number } | { space: number })[] = [];
  let next = 0;
  const show = (at: number) => {
    if (at > next) found.push({ space: at - next });
    found.push({ at });
    next = at + 1;
  };
  if (pinned >= 0 && pinned < first) show(pinned);
  for (let at = first; at < Math.min(end, count); at += 1) show(at);
  if (pinned >= end && pinned < count) show(pinned);
  if (next < count) found.push({ space: count - next });
  return found;
}

/** The view of a list of rows of one height, as the page is scrolled. */
export function useWindow(count: number, height: number): [RefObject<HTMLElement | null>, View] {
  const box = useRef<HTMLElement>(null);
  const [view, setView] = useState<View>(() =>
    inView(count, height, 0, typeof window === "undefined" ? 0 : window.innerHeight),
  );
  const look = useRef<(() => void) | null>(null);
  useLayoutEffect(() => {
    look.current = () => {
      if (!box.current) return;
      const next = inView(
        count,
        height,
        box.current.getBoundingClientRect().top,
        window.innerHeight,
      );
      setView((now) => (now.first === next.first && now.end === next.end ? now : next));
    };
    look.current();
  }, [count, height]);
  useEffect(() => {
    const moved = () => look.current?.();
    window.addEventListener("scroll", moved, { passive: true });
    window.addEventListener("resize", moved);
    return () => {
      window.removeEventListener("scroll", moved);
      window.removeEventListener("resize", moved);
    };
  }, []);
  return [box, view];
}
