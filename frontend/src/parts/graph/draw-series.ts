// The average line and its min-to-max band, both in another colour beyond the limits.
import type { GraphData, LimitStep } from "@/domain/graph-data";
import type { DrawnLine } from "./line";
import { withSavedState, type View } from "./view";

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

function bandPath(view: View, data: GraphData): Path2D {
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

function linePath(view: View, data: GraphData): Path2D {
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
function beyondPath(view: View, data: GraphData, limits: LimitStep[]): Path2D {
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

function fill(
  ctx: CanvasRenderingContext2D,
  path: Path2D,
  colour: string,
  alpha: number,
  clip?: Path2D,
  edged = false,
): void {
  withSavedState(ctx, () => {
    if (clip) ctx.clip(clip);
    ctx.globalAlpha = alpha;
    ctx.fillStyle = colour;
    ctx.fill(path, "nonzero");
    if (!edged) return;
    // A spike of one point narrows to nothing; its outline keeps it visible up to the tip.
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1;
    ctx.lineJoin = "round";
    ctx.stroke(path);
  });
}

/** Tint the area between the limits and the part of the curve beyond them. */
export function tintBeyond(
  view: View,
  data: GraphData,
  limits: LimitStep[],
  { outside }: Clips,
): void {
  fill(view.ctx, beyondPath(view, data, limits), view.colours.out, 0.17, outside);
}

/** Draw the min-to-max band, coloured by the limits. Call before drawing the limits. */
export function drawBand(
  view: View,
  { data, stroke }: DrawnLine,
  { inside, outside }: Clips,
): void {
  if (data.bucket === null) return;
  const band = bandPath(view, data);
  fill(view.ctx, band, stroke, 0.27, inside, true);
  fill(view.ctx, band, view.colours.out, 0.27, outside, true);
}

/** Draw one of several bands, in its line's colour throughout. */
export function drawPlainBand(view: View, { data, stroke }: DrawnLine, alpha: number): void {
  if (data.bucket !== null) fill(view.ctx, bandPath(view, data), stroke, alpha, undefined, true);
}

/** Draw the average, coloured by the limits. Call after drawing the limits. */
export function drawLine(
  view: View,
  { data, stroke }: DrawnLine,
  { inside, outside }: Clips,
): void {
  const { ctx, colours, phone } = view;
  const line = linePath(view, data);
  const width = phone ? 1.5 : 1.75;
  for (const [clip, colour, wide] of [
    [inside, stroke, width],
    [outside, colours.out, width + 0.5],
  ] as const) {
    withSavedState(ctx, () => {
      ctx.clip(clip);
      strokeLine(ctx, line, colour, wide);
    });
  }
}

function strokeLine(
  ctx: CanvasRenderingContext2D,
  line: Path2D,
  colour: string,
  width: number,
): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  ctx.stroke(line);
}

/** Draw one of several averages in its own colour; dashed if it is of an earlier period. */
export function drawPlainLine(
  view: View,
  { data, stroke, shift }: DrawnLine,
  strong: boolean,
): void {
  withSavedState(view.ctx, () => {
    // Round caps would close the gaps between dashes.
    if (shift !== 0) view.ctx.setLineDash([3, 4.5]);
    strokeLine(
      view.ctx,
      linePath(view, data),
      stroke,
      (view.phone ? 1.5 : 1.75) + (strong ? 0.75 : 0),
    );
  });
}

/** Draw open circles at both sides of a break in the line. */
export function drawOpenEnds(view: View, { data, stroke }: DrawnLine): void {
  const { ctx } = view;
  const all = runs(data.avg);
  withSavedState(ctx, () => {
    ctx.setLineDash([]);
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = stroke;
    ctx.fillStyle = view.colours.surface;
    const ends = all.flatMap((run, n) => [
      n > 0 ? run[0] : undefined,
      n < all.length - 1 ? run.at(-1) : undefined,
    ]);
    for (const i of ends) {
      if (i === undefined) continue;
      ctx.beginPath();
      ctx.arc(view.x(data.time[i] ?? 0), view.y(data.avg[i] ?? 0), 3, 0, 2 * Math.PI);
      ctx.fill();
      ctx.stroke();
    }
  });
}
