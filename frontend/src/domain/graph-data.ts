// A series as columns to draw, in the reader's unit; null breaks the line.
import type { CorrectedSpan } from "./correction";
import { isDoubted } from "./doubted-stretch";
import { differenceToUnit, toUnit } from "./format";
import type { Limits, SensorSeries, Series, Unit } from "./types";

export interface GraphPoint {
  from: number;
  to: number;
  min: number;
  avg: number;
  max: number;
  count: number;
}

export interface LimitStep {
  from: number;
  to: number;
  low: number | null;
  high: number | null;
  /** How long an excursion has to last to count, in ms; every one counts without it. */
  least?: number;
  /** How far within a limit a value has to be to end an excursion, in the reader's unit. */
  hysteresis?: number;
}

/** Whether a value beyond a limit alone does not say what counts as an excursion. */
export const hasGrace = ({ least, hysteresis }: LimitStep): boolean =>
  (least ?? 0) > 0 || (hysteresis ?? 0) > 0;

/** A reading with a value that counts in no statistic: suspect, or at an unsure time. */
export interface Mark {
  time: number;
  value: number;
  quality: number;
}

export interface GraphData {
  from: number;
  to: number;
  bucket: number | null;
  /** The x of each entry: the middle of its bucket, or of the gap if the entry is null. */
  time: number[];
  avg: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  points: (GraphPoint | null)[];
  gaps: [number, number][];
  faults: [number, number][];
  /** Gaps and faults merged, in time order: where no temperature is known. */
  unknown: [number, number][];
  limits: LimitStep[];
  marks: Mark[];
  /** When exactly it was out of range, if that is known. */
  exact?: ExactSpans | null;
  /** Where a person corrected readings, in time order. */
  corrected?: readonly CorrectedSpan[];
}

/** The spans out of range between two instants. */
export interface ExactSpans {
  from: number;
  to: number;
  spans: [number, number][];
  /** Spans in which the time out of range is known by the points only. */
  rough: [number, number][];
}

export function cut(spans: [number, number][], from: number, to: number): [number, number][] {
  return spans
    .map(([a, b]): [number, number] => [Math.max(a, from), Math.min(b, to)])
    .filter(([a, b]) => b > a);
}

/** Sort the spans by time and merge those that touch. */
export function mergeSpans(spans: [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Dated limits as steps that fill the range, in the reader's unit. */
export function limitSteps(limits: Limits[], from: number, to: number, unit: Unit): LimitStep[] {
  const dated = [...limits].sort((a, b) => a.since - b.since);
  return dated.flatMap((entry, i) => {
    const start = Math.max(from, entry.since);
    const end = Math.min(to, dated[i + 1]?.since ?? to);
    if (end <= start) return [];
    const shown = (value: number | null) => (value === null ? null : toUnit(value, unit));
    const { min_duration_s: seconds = 0, hysteresis = 0 } = entry;
    return [
      {
        from: start,
        to: end,
        low: shown(entry.low),
        high: shown(entry.high),
        ...(seconds > 0 && { least: seconds * 1000 }),
        ...(hysteresis > 0 && { hysteresis: differenceToUnit(hysteresis, unit) }),
      },
    ];
  });
}

/** The unknown span between two consecutive entries that breaks the line, or null. */
function breakBetween(
  unknown: [number, number][],
  before: number,
  after: number,
  bucket: number,
  first: number,
): [number, number] | null {
  for (let i = first; i < unknown.length; i += 1) {
    const span = unknown[i];
    if (!span || span[0] >= after) return null;
    // A span shorter than a bucket lies within it: it is marked but does not break the line.
    if (span[1] > before && span[1] - span[0] >= bucket) return span;
  }
  return null;
}

/** Convert the API's series of one sensor to the columns to draw. */
export function graphData(
  series: SensorSeries,
  from: number,
  to: number,
  bucketMs: number | null,
  unit: Unit,
): GraphData {
  const bucket = bucketMs ?? 0;
  const gaps = cut(series.gaps, from, to);
  const faults = cut(series.faults, from, to);
  const unknown = mergeSpans([...gaps, ...faults]);
  const data: GraphData = {
    from,
    to,
    bucket: bucketMs,
    time: [],
    avg: [],
    min: [],
    max: [],
    points: [],
    gaps,
    faults,
    unknown,
    limits: limitSteps(series.limits, from, to, unit),
    marks: series.uncounted.flatMap(({ time, value, quality }) =>
      value !== null ? [{ time, value: toUnit(value, unit), quality }] : [],
    ),
  };
  const push = (time: number, point: GraphPoint | null) => {
    data.time.push(time);
    data.points.push(point);
    data.avg.push(point?.avg ?? null);
    data.min.push(point?.min ?? null);
    data.max.push(point?.max ?? null);
  };
  let passed = 0;
  series.time.forEach((start, i) => {
    const at = Math.min(start + bucket / 2, to);
    const last = data.time.at(-1);
    if (last !== undefined) {
      while ((unknown[passed]?.[1] ?? Infinity) <= last) passed += 1;
      const gap = breakBetween(unknown, last, at, bucket, passed);
      if (gap) push((Math.max(last, gap[0]) + Math.min(at, gap[1])) / 2, null);
      else if (isDoubted(series, series.time[i - 1] ?? last, start, bucket))
        push((last + at) / 2, null);
    }
    const point = {
      from: start,
      to: start + bucket,
      count: series.count[i] ?? 0,
      min: toUnit(series.min[i] ?? NaN, unit),
      avg: toUnit(series.avg[i] ?? NaN, unit),
      max: toUnit(series.max[i] ?? NaN, unit),
    };
    // What is no number breaks the line; it has no place on a scale.
    push(at, [point.min, point.avg, point.max].every(Number.isFinite) ? point : null);
  });
  return data;
}

/** The columns of the first sensor of a response; null without one. */
export function firstGraphData(series: Series | undefined, unit: Unit): GraphData | null {
  const first = series?.sensors[0];
  return series && first ? graphData(first, series.from, series.to, series.bucket_ms, unit) : null;
}

/** The same data, drawn `by` milliseconds later. */
export function shifted(data: GraphData, by: number): GraphData {
  if (by === 0) return data;
  const moved = (spans: [number, number][]) =>
    spans.map(([a, b]): [number, number] => [a + by, b + by]);
  return {
    ...data,
    from: data.from + by,
    to: data.to + by,
    time: data.time.map((at) => at + by),
    points: data.points.map(
      (point) => point && { ...point, from: point.from + by, to: point.to + by },
    ),
    gaps: moved(data.gaps),
    faults: moved(data.faults),
    unknown: moved(data.unknown),
    limits: data.limits.map((step) => ({ ...step, from: step.from + by, to: step.to + by })),
    marks: data.marks.map((mark) => ({ ...mark, time: mark.time + by })),
    corrected: data.corrected?.map((span) => ({
      ...span,
      from: span.from + by,
      to: span.to + by,
    })),
    exact: data.exact && {
      from: data.exact.from + by,
      to: data.exact.to + by,
      spans: moved(data.exact.spans),
      rough: moved(data.exact.rough),
    },
  };
}

/** The limits that a point is judged by: those of its instant, or of the first half of its bucket; null without any. */
export function limitsOf({ limits, to }: GraphData, point: GraphPoint): LimitStep | null {
  const at = Math.min((point.from + point.to) / 2, to);
  const inForce = (step: LimitStep) => at >= step.from && at <= step.to;
  return (point.to > point.from ? limits.find(inForce) : limits.findLast(inForce)) ?? null;
}

/** The median number of readings in a point, for the line above the plot; null without points. */
export function usualCount(data: GraphData): number | null {
  const counts = data.points.flatMap((point) => (point ? [point.count] : [])).sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? null;
}
