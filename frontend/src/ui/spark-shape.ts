// The geometry of a sparkline: 24 hours of one sensor as SVG paths.
import { graphData } from "@/lib/graph-data";
import type { Limits, SensorSeries } from "@/lib/types";

export interface SparkInput {
  series: SensorSeries;
  from: number;
  to: number;
  bucket: number;
  limits: Limits | null;
  /** The newest value that counts, which may be newer than the series. */
  last: { time: number; value: number } | null;
}

export interface SparkShape {
  line: string;
  /** Between the limit and the curve, to be cut to what is out of range. */
  area: string;
  /** Where the limits' ground begins and ends, in pixels from above. */
  high: number;
  low: number;
  gaps: [x: number, width: number][];
  dot: { x: number; y: number; out: boolean } | null;
}

const PAD = 4;
const END = 7;

export function sparkShape(input: SparkInput, width: number, height: number): SparkShape | null {
  const { series, from, limits, last } = input;
  const to = Math.max(input.to, last?.time ?? 0);
  const data = graphData(series, from, to, input.bucket || null, "C");
  const low = limits?.low ?? null;
  const high = limits?.high ?? null;
  // A point shows its extreme where that is out of range, so that a short excursion is seen.
  const values = data.points.map((point) => {
    if (!point) return null;
    if (high !== null && point.max > high) return point.max;
    return low !== null && point.min < low ? point.min : point.avg;
  });
  const times = [...data.time];
  const inGap = last && data.unknown.some(([a, b]) => last.time > a && last.time < b);
  if (last && !inGap && last.time > (times.at(-1) ?? 0)) {
    times.push(last.time);
    values.push(last.value);
  }
  const good = values.filter((value) => value !== null);
  if (good.length === 0) return null;
  let bottom = Math.min(...good);
  let top = Math.max(...good);
  const half = low !== null && high !== null ? (high - low) / 2 : Math.max(1, (top - bottom) / 2);
  top = Math.max(top, high === null ? -Infinity : high + half * 0.12) + half * 0.1;
  bottom = Math.min(bottom, low === null ? Infinity : low - half * 0.12) - half * 0.1;
  const x = (time: number) => 1 + ((time - from) / (to - from)) * (width - 1 - END);
  const y = (value: number) => PAD + ((top - value) / (top - bottom)) * (height - 2 * PAD);
  const highY = high === null ? 0 : y(high);
  const lowY = low === null ? height : y(low);

  let line = "";
  let area = "";
  let run: string[] = [];
  let runFrom = 0;
  const close = (until: number) => {
    if (run.length === 0) return;
    const points = run.join("L");
    line += `M${points}${run.length === 1 ? "h.01" : ""}`;
    for (const edge of [high === null ? null : highY, low === null ? null : lowY]) {
      if (edge !== null) area += `M${points}L${until.toFixed(1)},${edge.toFixed(1)}L${runFrom.toFixed(1)},${edge.toFixed(1)}Z`;
    }
    run = [];
  };
  let lastX = 0;
  values.forEach((value, i) => {
    const at = x(times[i] ?? 0);
    if (value === null) return close(lastX);
    if (run.length === 0) runFrom = at;
    run.push(`${at.toFixed(1)},${y(value).toFixed(1)}`);
    lastX = at;
  });
  close(lastX);
  // Silent at the end: the last value is not what it is now, so it gets no dot.
  const silent = data.unknown.some(([, end]) => end >= to - input.bucket);
  const newest = silent ? null : values.at(-1);
  const isOut = (value: number) => (high !== null && value > high) || (low !== null && value < low);
  return {
    line, area, high: highY, low: lowY,
    gaps: data.unknown.map(([a, b]) => [x(a), Math.max(2, x(b) - x(a))]),
    dot: newest === null || newest === undefined ? null : { x: lastX, y: y(newest), out: isOut(newest) },
  };
}
