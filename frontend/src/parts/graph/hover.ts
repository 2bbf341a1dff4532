// The cursor on the graph: the instant of the nearest point, or the gap there.
import { setAsideBy, type CorrectedSpan } from "@/domain/correction";
import type { GraphData } from "@/domain/graph-data";
import { portion } from "@/domain/portion";
import { nearestIndex, pointAt, type DrawnLine } from "./line";
import type { Model } from "./model";
import type { Span } from "./span";

export interface Hover {
  /** The drawn instant at the cursor. */
  at: number;
  /** From the plot's left edge, in pixels. */
  left: number;
  /** Width of the plot, in pixels. */
  width: number;
  /** The gap under the cursor, if any. */
  gap: [number, number] | null;
  /** The cursor is among readings set aside, beside no point. */
  aside?: CorrectedSpan | null;
  /** The cursor is at a reading that does not count. */
  mark?: boolean;
}

/** Within this distance in pixels a point takes precedence over the gap beside it. */
const BESIDE = 4;
/** The greatest vertical distance, in pixels, at which a line counts as pointed at. */
const REACH = 28;

const place = ({ from, to }: Model, time: number, width: number) => portion(time, from, to) * width;

/** The nearest instant at which any line has a point. */
function nearestTime(lines: DrawnLine[], at: number): number | null {
  let best: number | null = null;
  for (const { data } of lines) {
    const time = data.time[nearestIndex(data, at)];
    if (time !== undefined && (best === null || Math.abs(time - at) < Math.abs(best - at)))
      best = time;
  }
  return best;
}

export function hoverAt(model: Model, left: number, width: number): Hover | null {
  if (left < 0 || width <= 0) return null;
  const time = model.from + (left / width) * (model.to - model.from);
  const at = nearestTime(model.main ? [model.main] : model.lines, time);
  const far = at === null || Math.abs(place(model, at, width) - left) >= BESIDE;
  const mark = at === null ? null : nearerMark(model.main, time, at);
  if (mark !== null) return markAt(model, mark, width);
  const aside = far ? setAsideBy(model.main?.data.corrected, time) : null;
  if (aside) return { at: time, left, width, gap: null, aside };
  if (at === null) return null;
  const gap = model.main?.data.unknown.find(([a, b]) => time > a && time < b) ?? null;
  if (gap && far) return { at: time, left, width, gap };
  // During a gesture the loaded points may lie outside the view.
  if (at < model.from || at > model.to) return null;
  return { at, left: place(model, at, width), width, gap: null };
}

/** The instant of a reading that does not count and is nearer than the nearest point; null among buckets. */
function nearerMark(main: DrawnLine | null, time: number, at: number): number | null {
  if (!main || main.data.bucket !== null) return null;
  let best: number | null = null;
  for (const mark of main.data.marks)
    if (Math.abs(mark.time - time) < Math.abs((best ?? at) - time)) best = mark.time;
  return best;
}

function markAt(model: Model, at: number, width: number): Hover | null {
  if (at < model.from || at > model.to) return null;
  const aside = setAsideBy(model.main?.data.corrected, at);
  return { at, left: place(model, at, width), width, gap: null, aside, mark: true };
}

/** Move the cursor by `by` points; without a cursor, start at the end that it moves away from. */
export function hoverStep(
  model: Model,
  before: Hover | null,
  by: number,
  width: number,
): Hover | null {
  const own = model.main ? [model.main] : model.lines.filter((line) => line.shift === 0);
  const times = [
    ...new Set(
      own.flatMap(({ data }) => [
        ...data.time.filter((at, i) => data.points[i] && at >= model.from && at <= model.to),
        ...asideTimes(data, model),
      ]),
    ),
  ].sort((a, b) => a - b);
  const from = before?.at ?? (by > 0 ? -Infinity : Infinity);
  const after = times.findIndex((at) => (by > 0 ? at > from : at >= from));
  const next = (after === -1 ? times.length : after) + by - (by > 0 ? 1 : 0);
  const at =
    times[Math.min(times.length - 1, Math.max(0, before ? next : by > 0 ? 0 : times.length - 1))];
  if (at === undefined) return null;
  const isPoint = own.some(({ data }) => data.points[data.time.indexOf(at)]);
  const aside = isPoint ? null : setAsideBy(model.main?.data.corrected, at);
  return { at, left: place(model, at, width), width, gap: null, aside };
}

/** Where the cursor stops among readings set aside: at each, or in the middle of a stretch without any listed. */
function asideTimes({ corrected = [], marks }: GraphData, { from, to }: Model): number[] {
  return corrected
    .filter((span) => span.kind === "set_aside" && span.from <= to && span.to > from)
    .flatMap((span) => {
      const times = marks.map(({ time }) => time).filter((at) => at >= span.from && at < span.to);
      return times.length > 0 ? times : [(Math.max(span.from, from) + Math.min(span.to, to)) / 2];
    })
    .filter((at) => at >= from && at <= to);
}

/** The stretch of the readings under the cursor: a point's, or a gap's; null without any. */
export function stretchAt({ main }: Model, { at, gap, aside, mark }: Hover): Span | null {
  if (mark && !aside) return { from: at, to: at + 1 };
  const point = main && !gap && !aside && pointAt(main, at);
  if (point) return { from: point.from, to: Math.max(point.to, point.from + 1) };
  const [from, to] = gap ?? [aside?.from, aside?.to];
  return from === undefined || to === undefined ? null : { from, to };
}

/** The line whose point under the cursor is nearest to it, within reach. */
export function lineAt(model: Model, { at }: Hover, top: number, height: number): DrawnLine | null {
  const { min, max } = model.scale;
  let best: DrawnLine | null = null;
  let least = REACH;
  for (const line of model.lines) {
    const point = pointAt(line, at);
    const away = point ? Math.abs(portion(point.avg, max, min) * height - top) : Infinity;
    if (away < least && line.shift === 0) [best, least] = [line, away];
  }
  return best;
}
