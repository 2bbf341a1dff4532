// The expected interval as text and as form fields.
import { exactDuration } from "@/time/duration";
import type { IntervalHistory } from "@/domain/types";

export const UNITS = [
  { key: "s", label: "seconds", s: 1 },
  { key: "min", label: "minutes", s: 60 },
  { key: "h", label: "hours", s: 3600 },
] as const;

export type IntervalUnit = (typeof UNITS)[number]["key"];

/** "10 s (set by hand)", "1 min (learned from the readings)", "not known yet" */
export function intervalWords({
  set_s,
  learned_s,
}: Pick<IntervalHistory, "set_s" | "learned_s">): string {
  if (set_s !== null) return `${exactDuration(set_s * 1000)} (set by hand)`;
  return learned_s === null
    ? "not known yet (being learned from the readings)"
    : `${exactDuration(learned_s * 1000)} (learned from the readings)`;
}

/** Seconds as a number of the largest unit that divides them. */
export function intervalField(seconds: number | null): { text: string; unit: IntervalUnit } {
  if (seconds === null) return { text: "", unit: "min" };
  const unit = [...UNITS].reverse().find(({ s }) => seconds % s === 0) ?? UNITS[0];
  return { text: String(seconds / unit.s), unit: unit.key };
}

/** Parse the fields to seconds; null unless between 0.1 s and 31 d. */
export function intervalOf(text: string, unit: IntervalUnit): number | null {
  const plain = text.trim().replace(",", ".");
  if (!/^\d+(\.\d*)?$/.test(plain)) return null;
  const seconds = Number(plain) * (UNITS.find(({ key }) => key === unit)?.s ?? 1);
  return seconds >= 0.1 && seconds <= 31 * 86_400 ? seconds : null;
}
