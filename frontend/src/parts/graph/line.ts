// A line of the graph: a sensor's series, or that of an earlier period shifted to the range in view.
import { shifted, type GraphData, type GraphPoint } from "@/domain/graph-data";
import type { Colours } from "./view";

export interface GraphLine {
  /** Unique within the graph. */
  key: string;
  name: string;
  /** The name with what tells it from others of the same name; absent if the name does. */
  full?: string;
  /** In grey below the name: a place. */
  place?: string | null;
  /** In grey below that, for an earlier period: "previous day". */
  period?: string;
  /** Series colour, 1 to 8; a sensor keeps it while it stays in the graph. */
  colour: number;
  /** Columns at their own times, in the reader's unit. */
  data: GraphData;
  /** For an earlier period: drawn dashed and this many ms later. */
  shift?: number;
  /** The sensor's latest value in the reader's unit, as lists show it. */
  latest?: { value: number; old: boolean } | null;
}

export interface DrawnLine extends GraphLine {
  shift: number;
  stroke: string;
}

/** The lines with shifted times and the colours of the current scheme. */
export const drawnLines = (lines: readonly GraphLine[], colours: Colours): DrawnLine[] =>
  lines.map((line) => ({
    ...line,
    shift: line.shift ?? 0,
    stroke: colours.series[line.colour - 1] ?? colours.text,
    data: shifted(line.data, line.shift ?? 0),
  }));

/** The index of the nearest entry that is a point, or −1. */
export function nearestIndex({ time, points }: GraphData, at: number): number {
  let low = 0;
  let high = time.length - 1;
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((time[middle] ?? 0) < at) low = middle;
    else high = middle;
  }
  const closer = Math.abs((time[low] ?? 0) - at) <= Math.abs((time[high] ?? 0) - at) ? low : high;
  // A null entry has a point on either side.
  return [closer, closer === low ? high : low, closer - 1, closer + 1].find((i) => points[i]) ?? -1;
}

/** The point of a line at an instant, or null within a gap or outside the data. */
export function pointAt({ data }: Pick<GraphLine, "data">, at: number): GraphPoint | null {
  const index = nearestIndex(data, at);
  const time = data.time[index];
  const point = data.points[index];
  if (time === undefined || !point) return null;
  const [a, b] = time < at ? [time, at] : [at, time];
  if (data.bucket !== null) return b - a <= data.bucket ? point : null;
  return data.unknown.some(([from, to]) => from < b && to > a) || at < data.from || at > data.to
    ? null
    : point;
}
