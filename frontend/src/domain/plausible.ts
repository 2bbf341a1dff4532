// Readings that the vertical axis does not follow: few, far from all others, and far beyond the limits.
// A wild value of a device (900 °C in a fridge) is one; a temperature that rises and stays is none.
import type { GraphData } from "./graph-data";
import { UNTRUSTED } from "./quality";

/** What one point says of its readings. */
export interface Sample {
  time: number;
  low: number;
  average: number;
  high: number;
  count: number;
  /** The length of time that the point aggregates, in ms; 0 for a reading. */
  length: number;
}

/** The extreme of a point that lies outside the axis. */
export interface Outlier {
  time: number;
  value: number;
  side: "above" | "below";
  /** How many of the point's readings are that far away, as its average tells. */
  readings: number;
}

/** A reading at least this far from the others, in °C, is wild if it stands alone: no room warms or cools that much. */
const APART = 55;
/** At this distance, in °C, no temperature of the same thing is possible. */
const IMPOSSIBLE = 150;
/** A wild reading stands alone if at most this many follow each other, within this time. */
const FEW = 3;
const BRIEF_MS = 30 * 60_000;
/** More than this share of all readings is no exception. */
const MOST = 0.1;
/** The axis is at least this tall, in °C; it is the least size of what is usual. */
const USUAL = 4;
const FEWEST = 4;

interface Usual {
  low: number;
  high: number;
}

/** The values between which four of five points lie, and the limits. */
function usualOf(samples: Sample[], limits: number[]): Usual {
  const averages = samples.map(({ average }) => average).sort((a, b) => a - b);
  const last = averages.length - 1;
  const middle = [averages[Math.ceil(last * 0.1)] ?? 0, averages[Math.floor(last * 0.9)] ?? 0];
  return {
    low: limits.reduce((a, b) => Math.min(a, b), Math.min(...middle)),
    high: limits.reduce((a, b) => Math.max(a, b), Math.max(...middle)),
  };
}

const away = (value: number, { low, high }: Usual): number =>
  Math.max(low - value, value - high, 0);

/** How many readings of a point are far away. The average of the others is near the point's other end. */
function farReadings(sample: Sample, usual: Usual, apart: number): number {
  const { low, high, average, count } = sample;
  const [lowFar, highFar] = [away(low, usual) > apart, away(high, usual) > apart];
  if (count <= 1 || high <= low || (lowFar && highFar)) return Math.max(1, count);
  const share = (highFar ? average - low : high - average) / (high - low);
  return Math.min(count, Math.max(1, Math.round(share * count)));
}

interface Run {
  first: number;
  last: number;
  readings: number;
  /** Of the nearest of its points, and of the farthest. */
  nearest: number;
  farthest: number;
}

function farRuns(samples: Sample[], usual: Usual, apart: number): Run[] {
  const runs: Run[] = [];
  samples.forEach((sample, i) => {
    const far = Math.max(away(sample.low, usual), away(sample.high, usual));
    if (far <= apart) return;
    const readings = farReadings(sample, usual, apart);
    const run = runs.at(-1);
    if (run?.last === i - 1) {
      run.last = i;
      run.readings += readings;
      run.nearest = Math.min(run.nearest, far);
      run.farthest = Math.max(run.farthest, far);
    } else runs.push({ first: i, last: i, readings, nearest: far, farthest: far });
  });
  return runs;
}

/** Whether a run is a leap of few readings and back, and not the top of a rise. */
function standsAlone(samples: Sample[], run: Run, usual: Usual, ongoing: boolean): boolean {
  const [first, last] = [samples[run.first], samples[run.last]];
  if (!first || !last || run.readings > FEW) return false;
  const perReading = Math.max(first.length / first.count, last.length / last.count);
  const lasts = Math.max(last.time - first.time, run.readings * perReading);
  if (run.readings > 1 && lasts > BRIEF_MS) return false;
  const [before, after] = [samples[run.first - 1], samples[run.last + 1]];
  if (!after && ongoing) return false;
  return [before, after].every(
    (beside) => !beside || away(beside.average, usual) <= run.farthest / 2,
  );
}

/**
 * The extremes that the axis leaves out.
 * @param samples in time order
 * @param limits all limits in force, in the unit of the samples
 * @param degree the size of 1 °C in that unit
 * @param ongoing the last sample is the newest there is: whether its value stays is not known yet
 */
export function outliers(
  samples: Sample[],
  limits: number[],
  degree: number,
  ongoing: boolean,
): Outlier[] {
  const all = samples.reduce((sum, { count }) => sum + count, 0);
  if (samples.length < 3 || all < FEWEST) return [];
  const usual = usualOf(samples, limits);
  const span = Math.max(usual.high - usual.low, USUAL * degree);
  const apart = Math.max(APART * degree, 3 * span);
  const impossible = Math.max(IMPOSSIBLE * degree, 10 * span);
  const runs = farRuns(samples, usual, apart).filter(
    (run) => run.nearest > impossible || standsAlone(samples, run, usual, ongoing),
  );
  const wild = runs.reduce((sum, { readings }) => sum + readings, 0);
  if (wild > Math.max(FEW, MOST * all) || wild > all / 2) return [];
  return runs.flatMap(({ first, last }) =>
    samples.slice(first, last + 1).flatMap((sample): Outlier[] => {
      const { time, low, high } = sample;
      const readings = farReadings(sample, usual, apart);
      return [
        ...(high - usual.high > apart
          ? [{ time, value: high, side: "above" as const, readings }]
          : []),
        ...(usual.low - low > apart
          ? [{ time, value: low, side: "below" as const, readings }]
          : []),
      ];
    }),
  );
}

/** The extremes of a series between two instants that the axis leaves out, without suspect readings and those set aside. */
export function seriesOutliers(
  data: GraphData,
  from: number,
  to: number,
  degree: number,
  ongoing: boolean,
): Outlier[] {
  const points = data.points.flatMap((point, i): Sample[] => {
    if (!point) return [];
    const { min: low, max: high, avg: average } = point;
    const count = data.bucket === null ? 1 : point.count;
    return [{ time: data.time[i] ?? 0, low, average, high, count, length: point.to - point.from }];
  });
  const unsure = data.marks.flatMap(({ time, value, quality }): Sample[] =>
    quality & UNTRUSTED
      ? []
      : [{ time, low: value, average: value, high: value, count: 1, length: 0 }],
  );
  const samples = [...points, ...unsure]
    .filter(({ time }) => time >= from && time <= to)
    .sort((a, b) => a.time - b.time);
  const limits = data.limits.flatMap(({ low, high }) =>
    [low, high].filter((limit) => limit !== null),
  );
  return outliers(samples, limits, degree, ongoing);
}
