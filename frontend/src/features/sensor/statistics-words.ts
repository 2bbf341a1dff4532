// The remarks under the figures of a range.
import { SPACE, count } from "@/domain/format";
import { duration, exactDuration } from "@/time/duration";
import type { Excursions, Statistics } from "@/domain/types";

/** Readings may exceed the expected number by so much, and one, before they come too often. */
const USUAL = 1.05;

/** "46 min"; "0 min" if there is none. */
export const beyondWords = ({ seconds }: Excursions): string =>
  seconds > 0 ? duration(seconds * 1000) : `0${SPACE}min`;

/** "2 times, one ongoing" */
export function timesWords({ times, open }: Excursions): string {
  if (times === 0) return "never";
  return `${times === 1 ? "once" : `${count(times)} times`}${open ? (times === 1 ? ", ongoing" : ", one ongoing") : ""}`;
}

/**
 * The time without valid data. Where readings do not count, it is not only that of gaps, which alone lower the
 * coverage, so it is not called one without data. Readings that cover nothing are explained.
 * @param gapAfter the seconds without a message that count as a gap
 */
export function unknownNote(
  {
    coverage,
    unknown_s,
    n,
    uncounted,
  }: Pick<Statistics, "coverage" | "unknown_s" | "n" | "uncounted">,
  gapAfter: number,
): string {
  if (coverage === 0 && n === 1) return "one reading alone covers no time";
  if (coverage === 0 && n > 1)
    return `no two readings within ${exactDuration(gapAfter * 1000)} of each other`;
  if (unknown_s < 1) return coverage === null ? "" : "no data missing";
  const lasted = duration(unknown_s * 1000);
  if (coverage === 1) return `no gap, ${lasted} without a valid value`;
  return `${lasted} without ${uncounted > 0 ? "a valid value" : "data"}`;
}

/** "of 8,640 expected", or "more often than expected (1,440)". */
export function readingsNote({
  n,
  expected,
  uncounted,
}: Pick<Statistics, "n" | "expected" | "uncounted">): string {
  const parts = [
    ...(!expected ? [] : [expectedNote(n, expected)]),
    ...(uncounted > 0 ? [`${count(uncounted)} not counted`] : []),
  ];
  return parts.join(", ");
}

function expectedNote(n: number, expected: number): string {
  if (n <= expected) return `of ${count(expected)} expected`;
  return n <= expected * USUAL + 1
    ? `about as many as expected (${count(expected)})`
    : `more often than expected (${count(expected)})`;
}
