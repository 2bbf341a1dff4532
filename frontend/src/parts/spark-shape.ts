// The geometry of a sparkline: 24 hours of one sensor as SVG paths.
import { mergeSpans } from "@/domain/graph-data";
import { portion } from "@/domain/portion";
import { isBeyond } from "@/domain/verdict";
import type { Limits } from "@/domain/types";

export interface SparkInput {
  from: number;
  to: number;
  /** The minimum and maximum of each hour, in time order. */
  time: number[];
  value: number[];
  gaps: [number, number][];
  faults: [number, number][];
  limits: Limits | null;
  /** The newest good value, which may be newer than the rest. */
  last: { time: number; value: number } | null;
}

interface SparkShape {
  line: string;
  /** The area between limit and curve, to be clipped to what is out of range. */
  area: string;
  /** Top and bottom of the band between the limits, in pixels. */
  high: number;
  low: number;
  gaps: [x: number, width: number][];
  dot: { x: number; y: number; out: boolean } | null;
}

const PAD = 4;
const END = 7;
const LATE_MS = 60_000;

const isPoint = ({ time, value }: { time: number; value: number }): boolean =>
  Number.isFinite(time) && Number.isFinite(value);

export function sparkShape(input: SparkInput, width: number, height: number): SparkShape | null {
  const { from, limits } = input;
  const last = input.last && isPoint(input.last) ? input.last : null;
  const to = Math.max(input.to, last?.time ?? 0);
  const low = limits?.low ?? null;
  const high = limits?.high ?? null;
  const unknown = mergeSpans([...input.gaps, ...input.faults]).filter(
    ([a, b]) => b > from && a < to,
  );
  const points = input.time.map((time, i) => ({ time, value: input.value[i] ?? NaN }));
  const inGap = last && unknown.some(([a, b]) => last.time > a && last.time < b);
  if (last && !inGap && last.time > (points.at(-1)?.time ?? 0)) points.push(last);
  const values = points.filter(isPoint).map((point) => point.value);
  if (values.length === 0) return null;
  let bottom = Math.min(...values);
  let top = Math.max(...values);
  const half = low !== null && high !== null ? (high - low) / 2 : Math.max(1, (top - bottom) / 2);
  top = Math.max(top, high === null ? -Infinity : high + half * 0.12) + half * 0.1;
  bottom = Math.min(bottom, low === null ? Infinity : low - half * 0.12) - half * 0.1;
  const x = (time: number) => 1 + portion(Math.max(time, from), from, to) * (width - 1 - END);
  const y = (value: number) => PAD + portion(value, top, bottom) * (height - 2 * PAD);
  const highY = high === null ? 0 : y(high);
  const lowY = low === null ? height : y(low);

  let line = "";
  let area = "";
  let run: string[] = [];
  let runFrom = 0;
  let lastX = 0;
  const close = () => {
    if (run.length === 0) return;
    const joined = run.join("L");
    line += `M${joined}${run.length === 1 ? "h.01" : ""}`;
    for (const edge of [high === null ? null : highY, low === null ? null : lowY]) {
      if (edge !== null)
        area += `M${joined}L${lastX.toFixed(1)},${edge.toFixed(1)}L${runFrom.toFixed(1)},${edge.toFixed(1)}Z`;
    }
    run = [];
  };
  let before = from;
  let passed = 0;
  for (const point of points) {
    const { time, value } = point;
    // A missing value breaks the line, too.
    if (!isPoint(point)) {
      close();
      continue;
    }
    while ((unknown[passed]?.[1] ?? Infinity) <= before) passed += 1;
    // An unknown span between two points breaks the line.
    if ((unknown[passed]?.[0] ?? Infinity) < time) close();
    const at = x(time);
    if (run.length === 0) runFrom = at;
    run.push(`${at.toFixed(1)},${y(value).toFixed(1)}`);
    [lastX, before] = [at, time];
  }
  close();
  // If the sensor is silent at the end, its last value is not current and gets no dot.
  const silent = unknown.some(([, end]) => end >= to - LATE_MS && end > before);
  const newest = values.at(-1) ?? 0;
  return {
    line,
    area,
    high: highY,
    low: lowY,
    gaps: unknown.map(([a, b]) => [x(a), Math.max(2, x(Math.min(b, to)) - x(a))]),
    dot: silent ? null : { x: lastX, y: y(newest), out: isBeyond(newest, { low, high }) },
  };
}
