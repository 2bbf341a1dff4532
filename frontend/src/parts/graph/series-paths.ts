// The paths of a series on the canvas: band, line, the area beyond limits, and the clip paths.
import type { GraphData, LimitStep } from "@/domain/graph-data";
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
  inside: Path2D;
  outside: Path2D;
}

/** Split the plot into two clip paths: within the limits in force at each time, and beyond them. */
export function clips(view: View, limits: LimitStep[]): Clips {
  const inside = new Path2D();
  const outside = new Path2D();
  const { left, right, top, bottom } = view;
  let at = left;
  const free = (until: number) => {
    if (until > at) inside.rect(at, top, until - at, bottom - top);
  };
  // The newest point lies on the edge; leave room for its whole dot and line end.
  const end = right + 4;
  for (const [i, step] of limits.entries()) {
    const from = Math.max(left, Math.round(view.x(step.from)));
    const to = i === limits.length - 1 ? end : Math.min(end, Math.round(view.x(step.to)));
    if (to <= from) continue;
    free(from);
    const high = step.high === null ? top : Math.min(bottom, Math.max(top, view.y(step.high)));
    const low = step.low === null ? bottom : Math.min(bottom, Math.max(top, view.y(step.low)));
    inside.rect(from, high, to - from, low - high);
    outside.rect(from, top, to - from, high - top);
    outside.rect(from, low, to - from, bottom - low);
    at = to;
  }
  free(end);
  return { inside, outside };
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
      // A lone reading is a dot.
      if (run.length === 1) path.lineTo(x + 0.01, y);
    });
  }
  return path;
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
