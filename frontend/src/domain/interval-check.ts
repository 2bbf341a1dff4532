// An expected interval against what the device sends, as the API judges it: `contradicted`.
import { exactDuration, spacing } from "@/time/duration";
import type { IntervalHistory, Statistics } from "./types";

/** Intervals contradict each other if one is at least this many times the other. */
const MUCH = 1.5;
/** A gap is more than this many intervals without a message. */
const MISSED = 3;

/** The seconds between the messages of a sensor, as they were observed; null if nothing is known yet. */
export const seenInterval = ({
  learned_s: learned,
  observed,
}: Pick<IntervalHistory, "learned_s" | "observed">): number | null =>
  observed?.too_fast ? observed.usual_s : learned;

export const differs = (expected: number, seen: number): boolean =>
  !(1 / MUCH < seen / expected && seen / expected < MUCH);

/** Readings as many as expected: the messages hold several, and come less often than the readings. */
export const isAsExpected = (figures: Statistics | undefined): boolean =>
  figures !== undefined &&
  figures.n > 0 &&
  figures.expected !== null &&
  !differs(figures.expected, figures.n);

/** What an expected interval does to a sensor that sends at another one. */
export function effectWords(expected: number, seen: number): string {
  if (seen > MISSED * expected) return "So the time between its readings counts as gaps.";
  if (seen > expected) return "So a single late reading counts as a gap.";
  return `So a silence is noticed only after ${exactDuration(MISSED * expected * 1000)}.`;
}

/** "It sends every 5 min, not every 10 s. So …": a remark on what is being typed; null if it fits. */
export function typedWords(expected: number | null, seen: number | null): string | null {
  if (expected === null || seen === null || !(expected > 0) || !differs(expected, seen))
    return null;
  return `It sends every ${spacing(seen)}, not every ${spacing(expected)}. ${effectWords(expected, seen)}`;
}
