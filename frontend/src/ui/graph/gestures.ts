// Wheel, double click, pinch and long press on the graph, as ranges and cursor places.
import { useEffect, useRef, type RefObject } from "react";

export interface Gestures {
  range: () => { from: number; to: number };
  onRange: (from: number, to: number) => void;
  onZoomOut: () => void;
  /** A finger rests: the cursor goes to this share of the plot's width. */
  onCursor: (share: number) => void;
}

const SETTLE_MS = 140;
const LONG_PRESS_MS = 350;

/** Collects quick steps of the wheel into one range, asked for when the hand rests. */
function wheelZoom(over: HTMLElement, gestures: () => Gestures): (event: WheelEvent) => void {
  let factor = 1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (event) => {
    if (event.deltaY === 0 || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    factor *= event.deltaY < 0 ? 0.8 : 1.25;
    const box = over.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { from, to } = gestures().range();
      const about = from + share * (to - from);
      gestures().onRange(about - (about - from) * factor, about + (to - about) * factor);
      factor = 1;
    }, SETTLE_MS);
  };
}

interface Pinch {
  from: number;
  to: number;
  shares: [number, number];
}

function touches(over: HTMLElement, gestures: () => Gestures) {
  let pinch: Pinch | null = null;
  let next: { from: number; to: number } | null = null;
  let press: ReturnType<typeof setTimeout> | undefined;
  let pressed = false;
  const shares = (event: TouchEvent): number[] => {
    const box = over.getBoundingClientRect();
    return [...event.touches].map((touch) => (touch.clientX - box.left) / box.width);
  };
  return {
    start: (event: TouchEvent) => {
      clearTimeout(press);
      const [a, b] = shares(event);
      if (a !== undefined && b !== undefined) pinch = { ...gestures().range(), shares: [a, b] };
      else if (a !== undefined) {
        press = setTimeout(() => {
          pressed = true;
          gestures().onCursor(a);
        }, LONG_PRESS_MS);
      }
    },
    move: (event: TouchEvent) => {
      const [a, b] = shares(event);
      if (pinch && a !== undefined && b !== undefined) {
        event.preventDefault();
        const { from, to, shares: [p, q] } = pinch;
        // The instants that were under both fingers stay under them.
        const span = ((to - from) * (q - p)) / (b - a || 1e-6);
        const start = from + p * (to - from) - a * span;
        next = span > 0 ? { from: start, to: start + span } : null;
      } else if (pressed && a !== undefined) {
        event.preventDefault();
        gestures().onCursor(a);
      } else {
        clearTimeout(press);
      }
    },
    end: () => {
      clearTimeout(press);
      if (pinch && next) gestures().onRange(next.from, next.to);
      pinch = null;
      next = null;
      pressed = false;
    },
  };
}

/** Listens on the plot; `made` names the plot that stands, and is empty while there is none. */
export function useGestures(box: RefObject<HTMLElement | null>, made: string, gestures: Gestures): void {
  const current = useRef(gestures);
  useEffect(() => {
    current.current = gestures;
  });
  useEffect(() => {
    const over = box.current?.querySelector<HTMLElement>(".u-over");
    if (!over || made === "") return;
    const get = () => current.current;
    const wheel = wheelZoom(over, get);
    const touch = touches(over, get);
    const out = () => get().onZoomOut();
    const controller = new AbortController();
    const { signal } = controller;
    over.addEventListener("wheel", wheel, { passive: false, signal });
    over.addEventListener("dblclick", out, { signal });
    over.addEventListener("touchstart", touch.start, { passive: true, signal });
    over.addEventListener("touchmove", touch.move, { passive: false, signal });
    over.addEventListener("touchend", touch.end, { signal });
    over.addEventListener("touchcancel", touch.end, { signal });
    return () => controller.abort();
  }, [box, made]);
}
