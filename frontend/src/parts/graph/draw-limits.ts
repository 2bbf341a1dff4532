// Limits as dashed, labelled lines, each over the time it was in force.
import type { LimitStep } from "@/domain/graph-data";
import { limitText } from "@/domain/verdict";
import { withSavedState, plate, type View } from "./view";

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

/** Label the newest limits in view: "high limit 8.0" above its line, "low limit 2.0, both" below. */
export function nameLimits(view: View, limits: LimitStep[], of: string): void {
  const step = [...limits]
    .reverse()
    .find(({ from, to }) => view.x(from) < view.right && view.x(to) > view.left);
  if (!step) return;
  const x = Math.max(view.left, view.x(step.from)) + (view.phone ? 6 : 10);
  const colour = view.colours.out;
  const whose = of === "" ? "" : `, ${of}`;
  if (step.high !== null) {
    const y = view.y(step.high);
    plate(
      view,
      `high limit ${limitText(step.high)}${whose}`,
      x,
      y - 13 < view.top ? y + 15 : y - 13,
      { colour },
    );
  }
  if (step.low !== null) {
    const y = view.y(step.low);
    plate(
      view,
      `low limit ${limitText(step.low)}${whose}`,
      x,
      y + 15 > view.bottom - 4 ? y - 13 : y + 15,
      { colour },
    );
  }
}
