// The paths of a series on the canvas: band, line, the area beyond limits, and the clip paths.
import { excursions } from "@/domain/exact-spans";
import { anyGrace } from "@/domain/graced-spans";
import {
  limitsOf,
  mergeSpans,
  type GraphData,
  type GraphPoint,
  type LimitStep,
} from "@/domain/graph-data";
import { isAbove, isBelow } from "@/domain/verdict";
import { spanOnScreen } from "./span-on-screen";
import type { View } from "./view";

/** Indices of consecutive points, split at nulls. */
export function runs(values: readonly (number | null)[]): number[][] {
  const all: number[][] = [];
  let open: number[] = [];
  values.forEach((value, i) => {
    if (value !== null) return void open.push(i);
    if (open.length > 0) all.push(open);
    open = [];
  });
  if (open.length > 0) all.push(open);
  return all;
}

export interface Clips {
  /** Where the line has the colour of out of range. */
  line: Path2D;
  /** Beyond the limits, for the band and the area up to the curve. */
  beyond: Path2D;
  /** All of the plot but `beyond`; to be clipped by the rule "evenodd". */
  within: Path2D;
}

type Rect = [x: number, y: number, width: number, height: number];

/** The newest point lies on the edge; leave room for its whole dot and line end. */
const EDGE = 4;

/** The areas beyond the limits in force at each time. */
function beyondRects(view: View, limits: LimitStep[]): Rect[] {
  const { left, right, top, bottom } = view;
  const end = right + EDGE;
  const inside = (y: number) => Math.min(bottom, Math.max(top, y));
  return limits.flatMap((step, i): Rect[] => {
    const from = Math.max(left, Math.round(view.x(step.from)));
    const to = i === limits.length - 1 ? end : Math.min(end, Math.round(view.x(step.to)));
    if (to <= from) return [];
    const high = step.high === null ? top : inside(view.y(step.high));
    const low = step.low === null ? bottom : inside(view.y(step.low));
    return [
      [from, top, to - from, high - top],
      [from, low, to - from, bottom - low],
    ];
  });
}

/** Each rectangle cut to the columns, which are sorted and apart. */
const cutTo = (rects: Rect[], columns: [number, number][]): Rect[] =>
  rects.flatMap(([x, y, width, height]) =>
    columns.flatMap(([a, b]): Rect[] => {
      const [from, to] = [Math.max(a, x), Math.min(b, x + width)];
      return to > from && height > 0 ? [[from, y, to - from, height]] : [];
    }),
  );

function pathOf(rects: Rect[]): Path2D {
  const path = new Path2D();
  for (const rect of rects) path.rect(...rect);
  return path;
}

/**
 * What of a series is drawn as out of range. Where the excursions are known exactly, the line turns at
 * their ends, as the lane does; an excursion shorter than two points colours what is beyond the limits.
 * @param bucket the length of a point, in ms; null for readings
 */
export function clips(
  view: View,
  limits: LimitStep[],
  exact: [number, number][] | null,
  bucket: number | null,
): Clips {
  const { left, top, right, bottom } = view;
  const every = beyondRects(view, limits);
  const screen = (spans: [number, number][], by: number): [number, number][] =>
    mergeSpans(
      spans.flatMap(([from, to]) => {
        const span = spanOnScreen(view, from - by, to + by);
        if (!span) return [];
        return [[span[0], to >= view.to ? right + EDGE : span[1]] as [number, number]];
      }),
    );
  const beyond = exact ? cutTo(every, screen(exact, bucket ?? 0)) : every;
  const long = exact?.filter(([from, to]) => to - from >= 2 * (bucket ?? 0)) ?? [];
  const columns = screen(long, 0);
  const short = exact?.filter(([from, to]) => to - from < 2 * (bucket ?? 0)) ?? [];
  const line = exact
    ? [
        ...columns.map(([a, b]): Rect => [a, top, b - a, bottom - top]),
        ...cutTo(every, screen(short, bucket ?? 0)),
      ]
    : every;
  const within = pathOf([[left, top, right + EDGE - left, bottom - top], ...beyond]);
  return { line: pathOf(line), beyond: pathOf(beyond), within };
}

export function bandPath(view: View, data: GraphData): Path2D {
  const path = new Path2D();
  for (const run of runs(data.avg)) {
    const x = (i: number) => view.x(data.time[i] ?? 0);
    const high = (i: number) => view.y(data.max[i] ?? 0);
    const low = (i: number) => view.y(data.min[i] ?? 0);
    const [only] = run;
    if (run.length === 1 && only !== undefined) {
      path.rect(x(only) - 1, high(only), 2, Math.max(0, low(only) - high(only)));
      continue;
    }
    run.forEach((i, n) => (n === 0 ? path.moveTo(x(i), high(i)) : path.lineTo(x(i), high(i))));
    for (const i of [...run].reverse()) path.lineTo(x(i), low(i));
    path.closePath();
  }
  return path;
}

export function linePath(view: View, data: GraphData): Path2D {
  const path = new Path2D();
  for (const run of runs(data.avg)) {
    run.forEach((i, n) => {
      const x = view.x(data.time[i] ?? 0);
      const y = view.y(data.avg[i] ?? 0);
      if (n === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
  }
  return path;
}

export interface Dot {
  x: number;
  y: number;
  radius: number;
  /** Beyond the limits that were in force. No time is known around it, so no excursion covers it. */
  out: boolean;
}

/** Radius of a lone reading, in pixels: as large as its neighbours leave room for. */
const LARGEST = 3;
const SMALLEST = 1.75;

/** Whether a point lies in one of the spans, at least with a part of it. */
const isCounted = (spans: [number, number][], { from, to }: GraphPoint): boolean =>
  spans.some(([a, b]) => from <= b && to >= a);

/** Points with unknown time on both sides: no line joins them, so each is a dot of its own. */
export function loneDots(view: View, data: GraphData): Dot[] {
  const counting = anyGrace(data) ? excursions(data) : null;
  const lone = runs(data.avg).flatMap((run) => (run.length === 1 ? run : []));
  const xs = lone.map((i) => view.x(data.time[i] ?? 0));
  return lone.map((i, n) => {
    const x = xs[n] ?? 0;
    const room = Math.min(x - (xs[n - 1] ?? -Infinity), (xs[n + 1] ?? Infinity) - x);
    const radius = Math.min(LARGEST, Math.max(SMALLEST, room / 2.5));
    const point = data.points[i];
    const step = point && limitsOf(data, point);
    const beyond = step && (isAbove(point.max, step.high) || isBelow(point.min, step.low));
    const out = Boolean(beyond && (!counting || isCounted(counting, point)));
    return { x, y: view.y(data.avg[i] ?? 0), radius, out };
  });
}

/** The area between each limit and the curve, to be clipped to the outside of the limits. */
export function beyondPath(view: View, data: GraphData, limits: LimitStep[]): Path2D {
  const path = new Path2D();
  for (const run of runs(data.avg)) {
    for (const step of limits) {
      const points = run.filter(
        (i) => (data.time[i] ?? 0) >= step.from && (data.time[i] ?? 0) <= step.to,
      );
      const [first] = points;
      const last = points.at(-1);
      if (first === undefined || last === undefined) continue;
      for (const limit of [step.high, step.low]) {
        if (limit === null) continue;
        const edge = view.y(limit);
        path.moveTo(view.x(data.time[first] ?? 0), edge);
        for (const i of points) path.lineTo(view.x(data.time[i] ?? 0), view.y(data.avg[i] ?? 0));
        path.lineTo(view.x(data.time[last] ?? 0), edge);
        path.closePath();
      }
    }
  }
  return path;
}
