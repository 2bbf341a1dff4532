// The API's excursions as spans to draw: lane, curve and list then agree on begin and end.
import {
  cut,
  firstGraphData,
  limitsOf,
  mergeSpans,
  type ExactSpans,
  type GraphData,
} from "./graph-data";
import { anyGrace, gracedSpans } from "./graced-spans";
import type { SensorExcursions, Series, Unit } from "./types";
import { isAbove, isBelow } from "./verdict";

type Known = SensorExcursions & { known: { from: number; to: number } };

/** The exact spans of a sensor; null if its excursions are not known. */
export function exactSpans(lists: readonly Known[] | undefined, id: string): ExactSpans | null {
  const own = lists?.find(({ sensor }) => sensor === id);
  if (!own) return null;
  const { known, items, more } = own;
  const spans = (exact: boolean) =>
    items
      .filter((item) => item.exact === exact)
      .map(({ from, to }): [number, number] => [from, to])
      .reverse();
  // What is older than the oldest of a shortened list is not known.
  const from = more ? (items.at(-1)?.from ?? known.to) : known.from;
  return { from, to: known.to, spans: spans(true), rough: spans(false) };
}

export const withExact = (data: GraphData, exact: ExactSpans | null): GraphData =>
  exact ? { ...data, exact } : data;

/** The columns of a response about one sensor, with its exact spans if they are known; null without the sensor. */
export function firstExactData(
  series: Series | undefined,
  lists: readonly Known[] | undefined,
  id: string,
  unit: Unit,
): GraphData | null {
  const data = firstGraphData(series, unit);
  return data && withExact(data, exactSpans(lists, id));
}

/** Spans of the points that were out of their limits; by limits with grace, those that count. */
function bucketSpans(data: GraphData): [number, number][] {
  if (anyGrace(data)) return without(gracedSpans(data), data.unknown);
  const spans: [number, number][] = [];
  let open: [number, number] | null = null;
  data.points.forEach((point, i) => {
    const at = data.time[i] ?? 0;
    const step = point && limitsOf(data, point);
    const out = step && (isAbove(point.max, step.high) || isBelow(point.min, step.low));
    if (point && out) {
      const end = Math.min(data.to, Math.max(point.to, at));
      if (open) open[1] = end;
      else spans.push((open = [Math.max(data.from, Math.min(point.from, at)), end]));
    } else {
      open = null;
    }
  });
  return spans;
}

/**
 * Spans known to be out of range, for the lane under the plot: exact where the API tells them, and
 * those of the points where it does not, as after its newest reading. Gaps and faults are left out.
 */
export function excursions(data: GraphData): [number, number][] {
  const { exact, from, to } = data;
  if (!exact) return bucketSpans(data);
  const points = bucketSpans(data);
  const spans = mergeSpans([
    // Not the point at the boundary: its excursion may be the first exact one.
    ...cut(points, from, exact.from - (data.bucket ?? 0)),
    ...exact.rough.flatMap(([a, b]) => cut(points, a, b)),
    ...cut(exact.spans, from, to),
    ...cut(points, Math.max(from, exact.to), to),
  ]);
  return without(spans, data.unknown);
}

/** The parts of the spans that lie in none of the holes; both are sorted and apart. */
function without(spans: [number, number][], holes: [number, number][]): [number, number][] {
  return spans.flatMap(([start, end]) => {
    const parts: [number, number][] = [];
    let at = start;
    for (const [a, b] of holes) {
      if (b <= at || a >= end) continue;
      if (a > at) parts.push([at, a]);
      at = b;
    }
    if (at < end) parts.push([at, end]);
    return parts;
  });
}
