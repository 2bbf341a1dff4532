// The average line and its min-to-max band, both in another colour beyond the limits.
import type { GraphData, LimitStep } from "@/domain/graph-data";
import type { DrawnLine } from "./line";
import { withSavedState, type View } from "./view";
import {
  bandPath,
  beyondPath,
  linePath,
  loneDots,
  runs,
  type Clips,
  type Dot,
} from "./series-paths";

function fill(
  ctx: CanvasRenderingContext2D,
  path: Path2D,
  colour: string,
  alpha: number,
  clip?: Path2D,
  edged = false,
  rule: CanvasFillRule = "nonzero",
): void {
  withSavedState(ctx, () => {
    if (clip) ctx.clip(clip, rule);
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
  { beyond }: Clips,
): void {
  fill(view.ctx, beyondPath(view, data, limits), view.colours.out, 0.17, beyond);
}

/** Draw the min-to-max band, coloured by the limits. Call before drawing the limits. */
export function drawBand(view: View, { data, stroke }: DrawnLine, { within, beyond }: Clips): void {
  if (data.bucket === null) return;
  const band = bandPath(view, data);
  fill(view.ctx, band, stroke, 0.27, within, true, "evenodd");
  fill(view.ctx, band, view.colours.out, 0.27, beyond, true);
}

/** Draw one of several bands, in its line's colour throughout. */
export function drawPlainBand(view: View, { data, stroke }: DrawnLine, alpha: number): void {
  if (data.bucket !== null) fill(view.ctx, bandPath(view, data), stroke, alpha, undefined, true);
}

/** Draw the average and its lone readings, coloured by the limits. Call after drawing the limits. */
export function drawLine(view: View, { data, stroke }: DrawnLine, { line: out }: Clips): void {
  const { ctx, colours, phone } = view;
  const line = linePath(view, data);
  const dots = loneDots(view, data);
  const width = phone ? 1.5 : 1.75;
  strokeLine(ctx, line, stroke, width);
  fillDots(ctx, dots, stroke);
  withSavedState(ctx, () => {
    ctx.clip(out);
    // Wider, so that nothing of the other colour is left at its edge.
    strokeLine(ctx, line, colours.out, width + 0.5);
  });
  fillDots(
    ctx,
    dots.filter((dot) => dot.out),
    colours.out,
    0.25,
  );
}

/** Clear a little ground for lone readings, so that they stand out from the hatch. Call before drawing data. */
export function drawHalos(view: View, data: GraphData): void {
  const dots = loneDots(view, data).filter(({ radius }) => radius > 2.5);
  fillDots(view.ctx, dots, view.colours.surface, 2);
}

function fillDots(
  ctx: CanvasRenderingContext2D,
  dots: readonly Dot[],
  colour: string,
  more = 0,
): void {
  if (dots.length === 0) return;
  ctx.beginPath();
  for (const { x, y, radius } of dots) {
    ctx.moveTo(x + radius + more, y);
    ctx.arc(x, y, radius + more, 0, 2 * Math.PI);
  }
  ctx.fillStyle = colour;
  ctx.fill();
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
    fillDots(view.ctx, loneDots(view, data), stroke, strong ? 0.75 : 0);
  });
}

/** Draw open circles at both sides of a break in the line; the ground shows through, so they cover no data. */
export function drawOpenEnds(view: View, { data, stroke }: DrawnLine): void {
  const { ctx } = view;
  const all = runs(data.avg);
  withSavedState(ctx, () => {
    ctx.setLineDash([]);
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = stroke;
    const ends = all.flatMap((run, n) =>
      run.length === 1
        ? []
        : [n > 0 ? run[0] : undefined, n < all.length - 1 ? run.at(-1) : undefined],
    );
    for (const i of ends) {
      if (i === undefined) continue;
      ctx.beginPath();
      ctx.arc(view.x(data.time[i] ?? 0), view.y(data.avg[i] ?? 0), 3, 0, 2 * Math.PI);
      ctx.stroke();
    }
  });
}
