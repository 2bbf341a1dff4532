// The geometry of a sparkline: 24 hours of one sensor as SVG paths.
import { mergeSpans } from "@/domain/graph-data";
import { outliers, type Outlier } from "@/domain/plausible";
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
  /** Readings with unknown time on both sides. */
  lone: { x: number; y: number; out: boolean }[];
  /** Values that the scale leaves out, as arrows at the edge. */
  outside: { x: number; above: boolean; out: boolean }[];
  dot: { x: number; y: number; out: boolean } | null;
}

const PAD = 4;
const END = 7;
const LATE_MS = 60_000;

const isPoint = ({ time, value }: { time: number; value: number }): boolean =>
  Number.isFinite(time) && Number.isFinite(value);

/** Hours tell no number of readings; the newest value may stay, so it is left out only if it is impossible. */
const wildOf = (points: { time: number; value: number }[], limits: Limits | null): Outlier[] =>
  outliers(
    points.map(({ time, value }) => ({
      time,
      low: value,
      average: value,
      high: value,
      count: 1,
      length: 0,
    })),
    [limits?.low, limits?.high].flatMap((limit) => limit ?? []),
    1,
    true,
  );

/** Spans of x as places and widths; those with less than two pixels between them are one. */
function grounds(spans: [number, number][]): [x: number, width: number][] {
  const joined: [number, number][] = [];
  for (const [a, b] of spans) {
    const last = joined.at(-1);
    if (last && a - last[1] < 2) last[1] = Math.max(last[1], b);
    else joined.push([a, b]);
  }
  return joined.map(([a, b]) => [a, b - a]);
}

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
  const numbers = points.filter(isPoint);
  if (numbers.length === 0) return null;
  const wild = wildOf(numbers, limits);
  const values = numbers.flatMap(({ time, value }) =>
    wild.some((outlier) => outlier.time === time && outlier.value === value) ? [] : [value],
  );
  let bottom = Math.min(...values);
  let top = Math.max(...values);
  const half = low !== null && high !== null ? (high - low) / 2 : Math.max(1, (top - bottom) / 2);
  top = Math.max(top, high === null ? -Infinity : high + half * 0.12) + half * 0.1;
  bottom = Math.min(bottom, low === null ? Infinity : low - half * 0.12) - half * 0.1;
  const x = (time: number) => 1 + portion(Math.max(time, from), from, to) * (width - 1 - END);
  const y = (value: number) =>
    Math.min(height, Math.max(0, PAD + portion(value, top, bottom) * (height - 2 * PAD)));
  const highY = high === null ? 0 : y(high);
  const lowY = low === null ? height : y(low);

  let line = "";
  let area = "";
  let run: string[] = [];
  const lone: SparkShape["lone"] = [];
  let latest = 0;
  let runFrom = 0;
  let lastX = 0;
  const close = () => {
    if (run.length === 0) return;
    const joined = run.join("L");
    if (run.length === 1)
      lone.push({ x: lastX, y: y(latest), out: isBeyond(latest, { low, high }) });
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
    [lastX, before, latest] = [at, time, value];
  }
  close();
  // If the sensor is silent at the end, its last value is not current and gets no dot.
  const silent = unknown.some(([, end]) => end >= to - LATE_MS && end > before);
  const newest = numbers.at(-1)?.value ?? 0;
  return {
    line,
    area,
    high: highY,
    low: lowY,
    gaps: grounds(unknown.map(([a, b]) => [x(a), Math.max(x(a) + 2, x(Math.min(b, to)))])),
    lone,
    outside: wild.map(({ time, value, side }) => ({
      x: x(time),
      above: side === "above",
      out: isBeyond(value, { low, high }),
    })),
    dot: silent ? null : { x: lastX, y: y(newest), out: isBeyond(newest, { low, high }) },
  };
}
