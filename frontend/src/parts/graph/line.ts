// A line of the graph: a sensor's series, or that of a period before, drawn at a shifted time.
import { shifted, type GraphData, type GraphPoint } from "@/domain/graph-data";
import type { Colours } from "./view";

export interface GraphLine {
  /** Tells the lines of a graph apart. */
  key: string;
  name: string;
  /** Said in grey beside the name: a place, or which period it is. */
  place?: string | null;
  /** 1 to 8, in the look's order; kept by a sensor while it stays in the graph. */
  colour: number;
  /** Its own times, in the reader's unit. */
  data: GraphData;
  /** Drawn later by this many milliseconds, and dashed: the period before. */
  shift?: number;
}

export interface DrawnLine extends GraphLine {
  shift: number;
  stroke: string;
}

/** The lines at the times where they are drawn, in colours as they are now. */
export const drawnLines = (lines: readonly GraphLine[], colours: Colours): DrawnLine[] =>
  lines.map((line) => ({
    ...line,
    shift: line.shift ?? 0,
    stroke: colours.series[line.colour - 1] ?? colours.text,
    data: shifted(line.data, line.shift ?? 0),
  }));

/** The nearest entry that is a point; −1 when there is none. */
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
  // Next to a break there is a point on either side.
  return [closer, closer === low ? high : low, closer - 1, closer + 1].find((i) => points[i]) ?? -1;
}

/** What a line says at an instant: its nearest point, or null where nothing is known of it. */
export function pointAt({ data }: Pick<GraphLine, "data">, at: number): GraphPoint | null {
  const found = nearestIndex(data, at);
  const time = data.time[found];
  const point = data.points[found];
  if (time === undefined || !point) return null;
  const [a, b] = time < at ? [time, at] : [at, time];
  if (data.bucket !== null) return b - a <= data.bucket ? point : null;
  return data.unknown.some(([from, to]) => from < b && to > a) || at < data.from || at > data.to
    ? null
    : point;
}
