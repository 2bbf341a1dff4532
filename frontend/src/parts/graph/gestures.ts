// Wheel, pan, pinch, double click and long press on the graph, translated to ranges and cursor positions.
import { useEffect, useRef, type RefObject } from "react";
import { panned, pinched, zoomed, type Span } from "./span";

interface Gestures {
  /** The range in view, gestures included. */
  range: () => Span;
  /** During a gesture: draw this range. */
  onMove: (span: Span) => void;
  /** After a gesture: load the range. */
  onRest: () => void;
  onZoomOut: () => void;
  /** The wheel turned over the graph and scrolls the page. */
  onScroll: () => void;
  /** Long press: move the cursor to this share of the plot's width. */
  onCursor: (share: number) => void;
}

const SETTLE_MS = 140;
const LONG_PRESS_MS = 350;
/** Smaller movements of a finger, in pixels, are ignored. */
const STILL = 6;
const STEP = 1.25;
/** deltaY of one notch of a mouse wheel; a touch pad sends many smaller deltas. */
const WHEEL_STEP = 100;
const LINE = 16;
/** A touch pad reports a pinch as small steps of the wheel with Ctrl, which would zoom too slowly. */
const PINCH_STEP = 40;
const PINCH_GAIN = 4.5;

type Get = () => Gestures;

function places(over: HTMLElement) {
  const box = over.getBoundingClientRect();
  return { width: box.width || 1, share: (x: number) => (x - box.left) / (box.width || 1) };
}

export type WheelMeaning =
  { kind: "scroll" } | { kind: "pan"; pixels: number } | { kind: "zoom"; factor: number };

/** Ctrl (⌘ on a Mac, a pinch on a touch pad) zooms; sideways or with Shift it pans; else the page scrolls. */
export function wheelMeaning(
  event: Pick<WheelEvent, "deltaX" | "deltaY" | "deltaMode" | "ctrlKey" | "metaKey" | "shiftKey">,
): WheelMeaning {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  if (event.ctrlKey || event.metaKey) {
    const gain = event.ctrlKey && Math.abs(dy) < PINCH_STEP ? PINCH_GAIN : 1;
    return { kind: "zoom", factor: STEP ** ((dy * gain) / WHEEL_STEP) };
  }
  if (event.shiftKey) return { kind: "pan", pixels: dx === 0 ? dy : dx };
  return Math.abs(dx) > Math.abs(dy) ? { kind: "pan", pixels: dx } : { kind: "scroll" };
}

/** Quick steps of the wheel load once. */
function wheel(over: HTMLElement, get: Get): (event: WheelEvent) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (event) => {
    const meaning = wheelMeaning(event);
    const { range, onMove, onScroll } = get();
    if (meaning.kind === "scroll") {
      if (event.deltaY !== 0) onScroll();
      return;
    }
    event.preventDefault();
    const { width, share } = places(over);
    onMove(
      meaning.kind === "pan"
        ? panned(range(), meaning.pixels / width)
        : zoomed(range(), meaning.factor, share(event.clientX)),
    );
    clearTimeout(timer);
    timer = setTimeout(() => get().onRest(), SETTLE_MS);
  };
}

/** Dragging with Shift, or on the axis under the plot, pans. */
function pan(over: HTMLElement, get: Get): (event: PointerEvent) => void {
  return (down) => {
    const { width } = places(over);
    const below = down.clientY > over.getBoundingClientRect().bottom;
    if (down.pointerType === "touch" || down.button !== 0 || !(down.shiftKey || below)) return;
    down.preventDefault();
    const start = get().range();
    const controller = new AbortController();
    const { signal } = controller;
    const end = () => {
      controller.abort();
      get().onRest();
    };
    window.addEventListener(
      "pointermove",
      (event) => get().onMove(panned(start, (down.clientX - event.clientX) / width)),
      { signal },
    );
    window.addEventListener("pointerup", end, { signal });
    window.addEventListener("pointercancel", end, { signal });
  };
}

/** One finger pans sideways and scrolls the page up and down, two pinch, a long press moves the cursor. */
function touches(over: HTMLElement, get: Get) {
  let held: { span: Span; shares: number[]; y: number } | null = null;
  let press: ReturnType<typeof setTimeout> | undefined;
  let doing: "nothing" | "cursor" | "range" = "nothing";
  const shares = (event: TouchEvent) =>
    [...event.touches].map((touch) => places(over).share(touch.clientX));
  const start = (event: TouchEvent) => {
    clearTimeout(press);
    held = { span: get().range(), shares: shares(event), y: event.touches[0]?.clientY ?? 0 };
    const [only, second] = held.shares;
    if (only === undefined || second !== undefined) return;
    press = setTimeout(() => {
      doing = "cursor";
      get().onCursor(only);
    }, LONG_PRESS_MS);
  };
  const move = (event: TouchEvent) => {
    const [a, b] = shares(event);
    const [p, q] = held?.shares ?? [];
    if (!held || a === undefined || p === undefined) return;
    if (doing === "cursor") {
      event.preventDefault();
      get().onCursor(a);
      return;
    }
    const two = b !== undefined && q !== undefined;
    if (!two && doing === "nothing") {
      const across = Math.abs(a - p) * places(over).width;
      const down = Math.abs((event.touches[0]?.clientY ?? 0) - held.y);
      if (Math.max(across, down) >= STILL) clearTimeout(press);
      if (across < STILL || across <= down) return;
    }
    clearTimeout(press);
    if (event.cancelable) event.preventDefault();
    doing = "range";
    get().onMove(two ? pinched(held.span, [p, q], [a, b]) : panned(held.span, p - a));
  };
  const end = (event: TouchEvent) => {
    clearTimeout(press);
    if (event.touches.length > 0) {
      start(event);
      return;
    }
    if (doing === "range") get().onRest();
    doing = "nothing";
    held = null;
  };
  return { start, move, end };
}

/** Listen on the plot, once there is one. */
export function useGestures(
  box: RefObject<HTMLElement | null>,
  plotted: boolean,
  gestures: Gestures,
): void {
  const current = useRef(gestures);
  useEffect(() => {
    current.current = gestures;
  });
  useEffect(() => {
    const whole = box.current;
    const over = whole?.querySelector<HTMLElement>(".u-over");
    if (!whole || !over || !plotted) return;
    const get = () => current.current;
    const touch = touches(over, get);
    const controller = new AbortController();
    const { signal } = controller;
    whole.addEventListener("wheel", wheel(over, get), { passive: false, signal });
    whole.addEventListener("pointerdown", pan(over, get), { signal });
    over.addEventListener("dblclick", () => get().onZoomOut(), { signal });
    over.addEventListener("touchstart", touch.start, { passive: true, signal });
    over.addEventListener("touchmove", touch.move, { passive: false, signal });
    over.addEventListener("touchend", touch.end, { signal });
    over.addEventListener("touchcancel", touch.end, { signal });
    return () => controller.abort();
  }, [box, plotted]);
}
