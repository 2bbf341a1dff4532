// Limits as dashed, labelled lines, each over the time it was in force.
import type { LimitStep } from "@/domain/graph-data";
import { limitText } from "@/domain/verdict";
import { placePlate, plateWidth } from "./plates";
import type { Space } from "./space";
import { withSavedState, type View } from "./view";

/** One path for all steps, with a vertical edge where a limit changed. */
function limitPath(view: View, limits: LimitStep[], end: "low" | "high"): Path2D {
  const path = new Path2D();
  let before: number | null = null;
  limits.forEach((step, i) => {
    const limit = step[end];
    if (limit === null) return void (before = null);
    const y = Math.round(view.y(limit)) + 0.5;
    const x = Math.max(view.left, view.x(step.from));
    const until = i === limits.length - 1 ? view.right : Math.min(view.right, view.x(step.to));
    if (until <= view.left || x >= view.right) return;
    if (before === null) path.moveTo(x, y);
    else path.lineTo(x, y);
    path.lineTo(until, y);
    before = y;
  });
  return path;
}

export function drawLimits(view: View, limits: LimitStep[]): void {
  const { ctx, colours } = view;
  withSavedState(ctx, () => {
    ctx.beginPath();
    ctx.rect(view.left, view.top - 1, view.right - view.left, view.bottom - view.top + 2);
    ctx.clip();
    ctx.strokeStyle = colours.out;
    ctx.lineWidth = 1.25;
    ctx.globalAlpha = 0.85;
    ctx.setLineDash([6, 4]);
    for (const end of ["low", "high"] as const) ctx.stroke(limitPath(view, limits, end));
  });
}

/** Take the limits' lines, so that no label lies on one. */
export function takeLimits(view: View, space: Space, limits: LimitStep[]): void {
  for (const step of limits)
    for (const limit of [step.low, step.high]) {
      if (limit === null) continue;
      const y = view.y(limit);
      space.take({ left: view.x(step.from), right: view.x(step.to), top: y - 1, bottom: y + 1 });
    }
}

/** How many places along a limit are tried for its name. */
const TRIED = 12;
const AWAY = 14;

/** Name the newest limits in view, "high limit 8.0": beside their lines, where no data is. */
export function nameLimits(view: View, space: Space, limits: LimitStep[], of: string): void {
  const step = [...limits]
    .reverse()
    .find(({ from, to }) => view.x(from) < view.right && view.x(to) > view.left);
  if (!step) return;
  const start = Math.max(view.left, view.x(step.from)) + (view.phone ? 6 : 10);
  const end = Math.min(view.right, Math.max(view.x(step.to), start)) - 6;
  const name = (limit: number | null, word: string, outward: 1 | -1) => {
    if (limit === null) return;
    const text = `${word} limit ${limitText(limit)}${of === "" ? "" : `, ${of}`}`;
    const room = Math.max(0, end - start - plateWidth(view, text));
    const y = view.y(limit);
    // Outside of the limits first; so near the plot's edge that it would lie on its line, inside.
    const sides = [y + outward * AWAY, y - outward * AWAY].filter(
      (middle) => middle - 10 >= view.top && middle + 10 <= view.bottom,
    );
    const places = sides.flatMap((middle) =>
      Array.from({ length: TRIED }, (_, i): [number, number] => [
        start + (room * i) / (TRIED - 1),
        middle,
      ]),
    );
    placePlate(view, space, text, places, { colour: view.colours.out });
  };
  name(step.high, "high", -1);
  name(step.low, "low", 1);
}
