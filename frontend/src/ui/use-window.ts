// Virtual scrolling: which rows of a long list are in view and have to be rendered.
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { usePrinting } from "./use-printing";

/** Rows rendered beyond the edges, so that scrolling shows no blank area. */
const OVERSCAN = 8;

export interface View {
  /** The first row to render, and the one after the last. */
  first: number;
  end: number;
}

/** The rows on a screen; `top` is the list's start relative to the top of the screen, in pixels. */
export function inView(count: number, height: number, top: number, screen: number): View {
  const first = Math.max(0, Math.min(count - 1, Math.floor(-top / height) - OVERSCAN));
  const end = Math.min(count, Math.max(first + 1, Math.ceil((screen - top) / height) + OVERSCAN));
  return { first: Math.max(0, first), end };
}

/** Rows to render and, between them, numbers of rows to leave blank. `pinned` has the focus and is always rendered. */
export function laidOut(
  count: number,
  { first, end }: View,
  pinned: number,
): ({ at: number } | { space: number })[] {
  const layout: ({ at: number } | { space: number })[] = [];
  let next = 0;
  const show = (at: number) => {
    if (at > next) layout.push({ space: at - next });
    layout.push({ at });
    next = at + 1;
  };
  if (pinned >= 0 && pinned < first) show(pinned);
  for (let at = first; at < Math.min(end, count); at += 1) show(at);
  if (pinned >= end && pinned < count) show(pinned);
  if (next < count) layout.push({ space: count - next });
  return layout;
}

/** A ref for a list of rows of equal height, and its view as the page scrolls: on paper, all of it. */
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
  const printing = usePrinting();
  return [box, printing ? { first: 0, end: count } : view];
}
