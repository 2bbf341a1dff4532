// The geometry of the navigator: its range, its line, and the window after a drag.
import type { GraphData } from "@/domain/graph-data";
import { portion } from "@/domain/portion";

const DAY = 86_400_000;
const TIMES = 30;
/** Retention of raw readings; older ranges have little detail. */
const LONGEST = 400 * DAY;

interface Span {
  from: number;
  to: number;
}

/**
 * Thirty times the view, at most the retention, ending at now if the view is near it.
 * The ends are rounded, so that a view that follows now does not refetch it each time.
 */
export function surroundings(view: Span, now: number): Span {
  const span = view.to - view.from;
  const wanted = Math.max(Math.min(TIMES * span, LONGEST), span * 1.1);
  const step = Math.max(60_000, wanted / 100);
  const newest = Math.ceil(now / step) * step;
  const reachesNow = view.from >= newest - wanted;
  const to = reachesNow ? newest : Math.ceil((view.to + wanted / 2) / step) * step;
  return { from: Math.round(to - wanted), to: Math.round(to) };
}

/** The view centred on another instant, clipped to the surroundings and to now. */
export function movedWindow(view: Span, middle: number, around: Span, now: number): Span {
  const span = view.to - view.from;
  const latest = Math.min(around.to, now) - span;
  const from = Math.round(Math.min(latest, Math.max(around.from, middle - span / 2)));
  return { from, to: from + span };
}

export function navigatorShape(
  data: GraphData,
  x: (at: number) => number,
  height: number,
): { line: string } {
  const values = data.avg.filter((value) => value !== null);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const y = (value: number) => 5 + portion(value, high, Math.min(low, high - 1)) * (height - 12);
  let line = "";
  let drawing = false;
  data.avg.forEach((value, i) => {
    if (value === null) {
      drawing = false;
      return;
    }
    line += `${drawing ? "L" : "M"}${x(data.time[i] ?? 0).toFixed(1)},${y(value).toFixed(1)}`;
    drawing = true;
  });
  return { line };
}
