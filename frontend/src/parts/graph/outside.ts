// The values that lie outside the vertical axis, and how the page says so.
import { decimal, SPACE, count } from "@/domain/format";
import type { GraphPoint } from "@/domain/graph-data";
import { seriesOutliers, type Outlier } from "@/domain/plausible";
import { SET_ASIDE, uncountedWords } from "@/domain/quality";
import type { ValueScale } from "@/domain/value-scale";
import { exactDuration } from "@/time/duration";
import { near } from "@/time/moment";
import { nearestIndex, type DrawnLine } from "./line";

export interface Outside extends Outlier {
  line: DrawnLine;
  /** The point whose extreme it is; null for a reading that counts in no statistic. */
  point: GraphPoint | null;
  /** "suspect": why it does not count. */
  why: string | null;
  /** A person set it aside. */
  aside: boolean;
}

/** The extremes of the lines that the axis does not follow. */
export function wildOf(
  lines: readonly DrawnLine[],
  from: number,
  to: number,
  degree: number,
  now: number,
): Outside[] {
  return lines.flatMap((line) => {
    const ongoing = line.data.to + line.shift >= now && to >= now && line.shift === 0;
    return seriesOutliers(line.data, from, to, degree, ongoing).map((outlier): Outside => {
      const mark = line.data.marks.find(
        ({ time, value }) => time === outlier.time && value === outlier.value,
      );
      return {
        ...outlier,
        line,
        point: mark ? null : (line.data.points[nearestIndex(line.data, outlier.time)] ?? null),
        why: mark ? uncountedWords(mark.quality) : null,
        aside: false,
      };
    });
  });
}

/** Readings that do not count and lie outside the scale. */
function marksOutside(lines: readonly DrawnLine[], from: number, to: number, scale: ValueScale) {
  return lines.flatMap((line) =>
    line.data.marks.flatMap(({ time, value, quality }): Outside[] => {
      const side = value > scale.max ? "above" : value < scale.min ? "below" : null;
      if (side === null || time < from || time > to) return [];
      const aside = (quality & SET_ASIDE) !== 0;
      const why = uncountedWords(quality);
      return [{ time, value, side, readings: 1, line, point: null, why, aside }];
    }),
  );
}

/** Everything outside the scale, in time order. */
export function outsideOf(
  wild: Outside[],
  lines: readonly DrawnLine[],
  from: number,
  to: number,
  scale: ValueScale,
): Outside[] {
  const counted = wild.filter(
    ({ point, value }) => point !== null && (value > scale.max || value < scale.min),
  );
  return [...counted, ...marksOutside(lines, from, to, scale)].sort((a, b) => a.time - b.time);
}

interface OutsideContext {
  lines: readonly DrawnLine[];
  unitSign: string;
  zone: string;
  /** The end of the range in view. */
  to: number;
}

/** More values than this are told by their number. */
const TOLD = 3;

/** "1 reading outside the axis: 900.0 °C at 14:02" */
export function outsideWords(
  outside: readonly Outside[],
  { lines, unitSign, zone, to }: OutsideContext,
): string {
  const several = lines.length > 1;
  const readings = outside.reduce((sum, { readings }) => sum + readings, 0);
  // The farthest are told, in time order.
  const told = [...outside]
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, TOLD)
    .sort((a, b) => a.time - b.time);
  const words = told.map(({ value, time, point, why, line }) => {
    const bucket = point ? point.to - point.from : 0;
    const at = near(point?.from ?? time, to, zone);
    return [
      several ? `${line.full ?? line.name} ` : "",
      `${decimal(value)}${SPACE}${unitSign} `,
      bucket > 0 ? `in the ${exactDuration(bucket)} from ${at}` : `at ${at}`,
      why === null ? "" : ` (${why})`,
    ].join("");
  });
  const more = outside.length - told.length;
  return `${count(readings)} ${readings === 1 ? "reading" : "readings"} outside the axis: ${words.join(", ")}${more > 0 ? ` and ${count(more)} more` : ""}`;
}
