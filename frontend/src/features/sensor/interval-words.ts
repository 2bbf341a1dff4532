// The expected interval as text and as form fields.
import { SPACE, count } from "@/domain/format";
import { duration, spacing } from "@/time/duration";
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
  if (set_s !== null) return `${spacing(set_s)} (set by hand)`;
  return learned_s === null
    ? "not known yet (being learned from the readings)"
    : `${spacing(learned_s)} (learned from the readings)`;
}

/** What was learned and from what, as a sentence; a question if it is not believed; null if nothing was. */
export function observedWords({
  set_s,
  observed,
  contradicted,
}: Pick<IntervalHistory, "set_s" | "observed" | "contradicted">): string | null {
  if (!observed) return null;
  const every = `every ${spacing(observed.usual_s)}`;
  if (observed.too_fast && set_s === null)
    return `The sensor seems to send ${every}. How often should it report?`;
  const least =
    observed.heartbeat_s === null ? "" : `, at least every ${spacing(observed.heartbeat_s)}`;
  const from = `(from ${count(observed.messages)}${SPACE}messages in ${duration(observed.span_s * 1000)})`;
  if (set_s !== null && contradicted)
    return `Set to ${spacing(set_s)}, but the sensor sends ${every}${least} ${from}.`;
  return observed.too_fast ? null : `Learned: ${every}${least} ${from}.`;
}

/** Whether a person should look: the set interval is contradicted, or none can be learned. */
export const isQuestionable = ({ set_s, observed, contradicted }: IntervalHistory): boolean =>
  contradicted || (set_s === null && observed?.too_fast === true);

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
