// The geometry of the navigator: its range, its line, and the window after a drag.
import type { GraphData } from "@/domain/graph-data";
import { seriesOutliers } from "@/domain/plausible";
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

export interface NavigatorShape {
  line: string;
  /** Points with unknown time on both sides. */
  dots: [x: number, y: number][];
  /** Values that the line leaves out, as arrows at the edge. */
  outside: { x: number; above: boolean }[];
}

/** Space above and below the line, in pixels. */
const ABOVE = 5;
const BELOW = 7;

/** @param degree the size of 1 °C in the data's unit */
export function navigatorShape(
  data: GraphData,
  x: (at: number) => number,
  height: number,
  degree = 1,
): NavigatorShape {
  const wild = seriesOutliers(data, -Infinity, Infinity, degree, false);
  const left = new Set(wild.map(({ time }) => time));
  const values = data.avg.filter((value, i) => value !== null && !left.has(data.time[i] ?? 0));
  const numbers = values.flatMap((value) => value ?? []);
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const y = (value: number) =>
    Math.min(
      height - BELOW,
      Math.max(
        ABOVE,
        ABOVE + portion(value, high, Math.min(low, high - 1)) * (height - ABOVE - BELOW),
      ),
    );
  let line = "";
  const dots: [number, number][] = [];
  let run: [number, number][] = [];
  const close = () => {
    const [only] = run;
    if (only && run.length === 1) dots.push(only);
    run.forEach(([a, b], n) => (line += `${n > 0 ? "L" : "M"}${a.toFixed(1)},${b.toFixed(1)}`));
    run = [];
  };
  data.avg.forEach((value, i) => {
    if (value === null) close();
    else run.push([x(data.time[i] ?? 0), y(value)]);
  });
  close();
  const outside = wild.map(({ time, side }) => ({ x: x(time), above: side === "above" }));
  return { line, dots, outside };
}

/** Whether the line passes above `middle` between two places, so that text there would lie on it. */
export const crowded = (
  { line }: Pick<NavigatorShape, "line">,
  from: number,
  to: number,
  middle: number,
): boolean =>
  Array.from(line.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)).some(
    ([, x, y]) => Number(x) >= from && Number(x) <= to && Number(y) < middle,
  );
