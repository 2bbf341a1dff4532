// How long a sensor is known to have been out of range: gaps and faults meanwhile are not counted.
import { mergeSpans } from "./graph-data";
import type { Judged } from "./state";
import type { Statistics } from "./types";
import { duration } from "@/time/duration";

/** The figures from the beginning of an excursion until `to`. */
export interface Lasting {
  figures: Pick<Statistics, "above" | "below" | "unknown_s">;
  to: number;
}

export const isOutOfRange = ({ state }: Judged): boolean => state === "above" || state === "below";

/** "for 1 h 30 min, 30 min unknown": as long as the statistics count, and what they cannot know; empty without figures. */
export function excursionWords(
  { state, since }: Judged,
  excursion: Lasting | undefined,
  now: number,
): string {
  if (!excursion || (state !== "above" && state !== "below")) return "";
  const { figures, to } = excursion;
  const unknown = figures.unknown_s * 1000;
  const { seconds, times } = figures[state];
  // By limits with grace it may not count yet; the state has begun nevertheless.
  if (times === 0 && since !== null)
    return `for ${duration(Math.max(0, now - since - unknown))}, not counted as an excursion yet`;
  if (unknown < 1000) return `for ${duration(seconds * 1000 + Math.max(0, now - to))}`;
  if (seconds === 0) return "for an unknown time";
  const known = seconds * 1000 + Math.max(0, now - to);
  return `for ${duration(known)}, ${duration(unknown)} unknown`;
}

/** The time from `since` until `now` without the unknown spans, in ms. */
export function knownBetween(since: number, now: number, unknown: [number, number][]): number {
  const missing = mergeSpans(unknown).reduce(
    (sum, [from, to]) => sum + Math.max(0, Math.min(to, now) - Math.max(from, since)),
    0,
  );
  return Math.max(0, now - since - missing);
}
