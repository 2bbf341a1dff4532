// Limits as dashed lines with their names on them, each for the time it was in force.
import { decimal } from "@/lib/format";
import type { GraphData } from "@/lib/graph-data";
import { kept, plate, type View } from "./view";

export function drawLimits(view: View, data: GraphData): void {
  const { ctx, colours } = view;
  kept(ctx, () => {
    ctx.beginPath();
    ctx.rect(view.left, view.top - 1, view.right - view.left, view.bottom - view.top + 2);
    ctx.clip();
    ctx.strokeStyle = colours.out;
    ctx.lineWidth = 1.25;
    ctx.globalAlpha = 0.85;
    ctx.setLineDash([6, 4]);
    for (const step of data.limits) {
      for (const limit of [step.low, step.high]) {
        if (limit === null) continue;
        const y = Math.round(view.y(limit)) + 0.5;
        ctx.beginPath();
        ctx.moveTo(Math.max(view.left, view.x(step.from)), y);
        ctx.lineTo(step.to >= data.to ? view.right : view.x(step.to), y);
        ctx.stroke();
      }
    }
  });
}

/** "high limit 8.0" above its line, "low limit 2.0" below; the newest limits in view. */
export function nameLimits(view: View, data: GraphData): void {
  const step = [...data.limits].reverse().find((one) => view.x(one.from) < view.right && view.x(one.to) > view.left);
  if (!step) return;
  const x = Math.max(view.left, view.x(step.from)) + (view.phone ? 6 : 10);
  const colour = view.colours.out;
  if (step.high !== null) {
    const y = view.y(step.high);
    plate(view, `high limit ${decimal(step.high)}`, x, y - 13 < view.top ? y + 15 : y - 13, { colour });
  }
  if (step.low !== null) {
    const y = view.y(step.low);
    plate(view, `low limit ${decimal(step.low)}`, x, y + 15 > view.bottom - 4 ? y - 13 : y + 15, { colour });
  }
}
