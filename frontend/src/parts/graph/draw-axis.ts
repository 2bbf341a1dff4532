// The time axis in the given zone: stronger lines at midnight, bold dates, the offset at the end.
import type { TimeTick } from "@/time/ticks";
import { offsetChange, offsetName } from "@/time/zone";
import { placePlate } from "./plates";
import type { Space } from "./space";
import { font, type View } from "./view";

const DAY = 86_400_000;
/** About the width of the words at a change of the offset, in pixels. */
const CLOCKS = 220;

/** Stronger lines for midnights (or New Years) behind everything. */
export function drawDays(view: View, ticks: TimeTick[]): void {
  const { ctx } = view;
  ctx.strokeStyle = view.colours.line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const tick of ticks) {
    if (!tick.strong) continue;
    const x = Math.round(view.x(tick.at)) + 0.5;
    ctx.moveTo(x, view.top);
    ctx.lineTo(x, view.bottom);
  }
  ctx.stroke();
}

export function drawTimeAxis(view: View, ticks: TimeTick[], to: number, zone: string): void {
  const { ctx, bottom, left, right, colours } = view;
  const under = bottom + view.strip;
  ctx.strokeStyle = colours.axis;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(left, bottom + 0.5);
  ctx.lineTo(right, bottom + 0.5);
  for (const tick of ticks) {
    const x = Math.round(view.x(tick.at)) + 0.5;
    ctx.moveTo(x, bottom + 1);
    ctx.lineTo(x, bottom + 6);
  }
  ctx.stroke();
  ctx.textBaseline = "alphabetic";
  ctx.font = font(400);
  const zoneName = offsetName(to, zone);
  const zoneWidth = view.phone ? 0 : ctx.measureText(zoneName).width + 12;
  if (!view.phone) {
    ctx.textAlign = "right";
    ctx.fillStyle = colours.text3;
    ctx.fillText(zoneName, right, under + 19);
  }
  const free = left - 24;
  // Dates first, so that an hour yields to the midnight beside it.
  const taken: [number, number][] = [];
  for (const tick of [...ticks].sort((a, b) => Number(b.strong) - Number(a.strong))) {
    ctx.font = font(tick.strong ? 600 : 400);
    const half = ctx.measureText(tick.label).width / 2;
    const x = view.x(tick.at);
    if (x - half < free || x + half > right + (view.phone ? 8 : -zoneWidth)) continue;
    if (taken.some(([a, b]) => x + half + 8 > a && x - half - 8 < b)) continue;
    taken.push([x - half, x + half]);
    ctx.textAlign = "center";
    ctx.fillStyle = tick.strong ? colours.text : colours.text3;
    ctx.fillText(tick.label, x, under + 19);
  }
}

/** Mark where the zone's offset changes. */
export function drawOffsetChange(
  view: View,
  space: Space,
  from: number,
  to: number,
  zone: string,
): void {
  if (to - from > 8 * DAY) return;
  const at = offsetChange(from, to, zone);
  if (at === null) return;
  const { ctx } = view;
  const x = Math.round(view.x(at)) + 0.5;
  ctx.save();
  ctx.strokeStyle = view.colours.text3;
  ctx.setLineDash([2, 2]);
  ctx.beginPath();
  ctx.moveTo(x, view.top);
  ctx.lineTo(x, view.bottom);
  ctx.stroke();
  ctx.restore();
  const places = [view.bottom - 14, view.top + 12].flatMap((y) =>
    [x + 6, x - 6 - CLOCKS].map((start): [number, number] => [start, y]),
  );
  placePlate(view, space, `clocks change, ${offsetName(at, zone)} from here`, places, {
    colour: view.colours.text3,
  });
}
