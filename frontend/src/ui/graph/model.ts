// The graph's model from its data, and what lies under the cursor.
import { degreesTall } from "@/lib/units";
import type { GraphData } from "@/lib/graph-data";
import { timeTicks, valueScale } from "@/lib/ticks";
import type { Unit } from "@/lib/types";
import type { Hover } from "./crosshair";
import type { Model } from "./plugin";

export interface ModelInput extends Omit<Model, "scale" | "ticks"> {
  unit: Unit;
  width: number;
}

/** Values and limits in view decide the height; suspect readings do not stretch it. */
function shownValues(data: GraphData, from: number, to: number): number[] {
  const values: number[] = [];
  data.time.forEach((time, i) => {
    const low = data.min[i];
    const high = data.max[i];
    if (time >= from && time <= to && low != null && high != null) values.push(low, high);
  });
  for (const step of data.limits) {
    if (step.from > to || step.to < from) continue;
    for (const limit of [step.low, step.high]) if (limit !== null) values.push(limit);
  }
  return values;
}

export function modelOf({ unit, width, ...input }: ModelInput): Model {
  const { data, from, to, zone, phone } = input;
  return {
    ...input,
    scale: valueScale(shownValues(data, from, to), degreesTall(unit), phone ? 6 : 7),
    ticks: timeTicks(from, to, zone, phone ? 4 : Math.max(4, Math.floor(width / 130))),
  };
}

/** What is at a place of the plot: the nearest point, or the silence there. `step` moves by points. */
export function hoverAt(
  model: Model, left: number, width: number, index?: number, step = 0,
): Hover | null {
  const { data, from, to } = model;
  if (left < 0 || width <= 0 || data.points.length === 0) return null;
  const place = (time: number) => ((time - from) / (to - from)) * width;
  if (step !== 0) {
    const known = data.points.flatMap((point, i) => (point ? [i] : []));
    const nearestTo = index ?? nearest(data, from + (left / width) * (to - from));
    const here = Math.max(0, known.findIndex((i) => i >= nearestTo));
    const next = known[Math.min(known.length - 1, Math.max(0, here + (index === undefined ? 0 : step)))];
    return next === undefined ? null : { index: next, left: place(data.time[next] ?? from), width, gap: null };
  }
  const time = from + (left / width) * (to - from);
  const found = nearest(data, time);
  const point = data.points[found];
  const gap = data.unknown.find(([a, b]) => time > a && time < b) ?? null;
  const near = point && Math.abs(place(data.time[found] ?? 0) - left) < 4;
  if (gap && !near) return { index: found, left, width, gap };
  if (!point) return null;
  return { index: found, left: place(data.time[found] ?? from), width, gap: null };
}

function nearest(data: GraphData, time: number): number {
  let low = 0;
  let high = data.time.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((data.time[middle] ?? 0) < time) low = middle;
    else high = middle;
  }
  const closer = Math.abs((data.time[low] ?? 0) - time) <= Math.abs((data.time[high] ?? 0) - time) ? low : high;
  if (data.points[closer]) return closer;
  return closer === low ? high : low;
}
