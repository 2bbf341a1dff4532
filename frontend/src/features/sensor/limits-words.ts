// Limits as text and as form fields in the reader's unit, and concurrent edits of them.
import { SPACE, differenceToUnit, toUnit, unitSign } from "@/domain/format";
import { exactDuration } from "@/time/duration";
import { clock, day } from "@/time/moment";
import { limitsText } from "@/domain/state";
import { limitInCelsius, limitNumber, limitText, rounded } from "@/domain/verdict";
import { momentWords } from "@/parts/install/installation-words";
import type { DatedLimits, Grace, LimitsHistory, LimitsRecord, Unit } from "@/domain/types";

type Bounds = Pick<DatedLimits, "low" | "high"> & Grace;

/** "2.0 to 8.0 °C", "up to 8.0 °C (counts from 15 min, hysteresis 0.5 °C)", "no limits" */
export function boundsWords(bounds: Bounds, unit: Unit): string {
  const { low, high } = bounds;
  if (low === null && high === null) return "no limits";
  const space = low !== null && high !== null ? " " : SPACE;
  const grace = graceWords(bounds, unit);
  const range = limitsText(low, high, unit) + space + unitSign(unit);
  return grace === "" ? range : `${range} (${grace})`;
}

/** "counts from 15 min, hysteresis 0.5 °C"; empty without grace. */
export function graceWords({ min_duration_s: s = 0, hysteresis = 0 }: Grace, unit: Unit): string {
  const least = s > 0 ? [`counts from ${exactDuration(s * 1000)}`] : [];
  const by = limitText(differenceToUnit(hysteresis, unit));
  return [...least, ...(hysteresis > 0 ? [`hysteresis ${by}${SPACE}${unitSign(unit)}`] : [])].join(
    ", ",
  );
}

/** The field of a number that is zero if nothing is entered. */
const zeroField = (value: number): string => (value === 0 ? "" : String(value));

/** The least duration as a field, in minutes. */
export const minutesField = (seconds: number): string =>
  zeroField(Math.round((seconds / 60) * 1000) / 1000);

/** Minutes of a field as seconds: 0 for empty text, undefined for none up to a day. */
export function secondsOf(text: string): number | undefined {
  const minutes = numberOf(text) ?? undefined;
  if (text.trim() === "") return 0;
  if (minutes === undefined || minutes < 0 || minutes > 1440) return undefined;
  return Math.round(minutes * 60_000) / 1000;
}

/** The hysteresis as a field, in the reader's unit. */
export const hysteresisField = (celsius: number, unit: Unit): string =>
  zeroField(limitNumber(differenceToUnit(celsius, unit)));

/** The hysteresis of a field in °C: 0 for empty text, undefined for none up to 50 °C. */
export function hysteresisOf(text: string, unit: Unit): number | undefined {
  if (text.trim() === "") return 0;
  const shown = numberOf(text);
  if (shown === undefined || shown === null || shown < 0) return undefined;
  const celsius = rounded(shown / differenceToUnit(1, unit));
  return celsius > 50 ? undefined : celsius;
}

/** A limit as the value of a field: all of its decimals, in the reader's unit. */
export const boundField = (celsius: number | null, unit: Unit): string =>
  celsius === null ? "" : String(limitNumber(toUnit(celsius, unit)));

/** Parse a field to °C, rounded as limits are: null for empty text, undefined for no number. */
export function boundOf(text: string, unit: Unit): number | null | undefined {
  const number = numberOf(text);
  return number == null ? number : limitInCelsius(number, unit);
}

/** Parse a number as people write it: null for empty text, undefined for no number. */
function numberOf(text: string): number | null | undefined {
  const plain = text.trim().replace("\u2212", "-").replace(",", ".");
  if (plain === "") return null;
  return /^[+-]?\d+(\.\d*)?$/.test(plain) ? Number(plain) : undefined;
}

/** When limits that start at `at` end because the next ones start; null if there are none. */
export const endOf = (at: number, limits: DatedLimits[]): number | null =>
  limits
    .map((entry) => entry.since)
    .filter((since) => since > at)
    .sort((a, b) => a - b)[0] ?? null;

/** The limits in force before an instant. */
export const beforeOf = (at: number, limits: DatedLimits[]): Bounds =>
  limits.find((entry) => entry.since < at) ?? { low: null, high: null };

const SOON = 60_000;

/** "set 2.0 to 8.0 °C from then on", "deleted 2.0 to 8.0 °C, which applied from Mon 23 Nov 2026, 14:02" */
export function recordWords({ at, before, after }: LimitsRecord, unit: Unit, zone: string): string {
  const from = (since: number) => momentWords(since - (since % SOON), zone);
  if (after === null) {
    const gone = before === null ? "limits" : boundsWords(before, unit);
    const since = before?.since ?? null;
    return `deleted ${gone}${since === null ? "" : `, which applied from ${from(since)}`}`;
  }
  const { since } = after;
  const later = since !== null && Math.abs(at - since) > SOON;
  const when = later ? `from ${from(since)} on` : "from then on";
  const instead = before === null ? "" : `, instead of ${boundsWords(before, unit)}`;
  return `set ${boundsWords(after, unit)} ${when}${instead}`;
}

/** "Tomás Okafor set 2.0 to 8.0 °C at 14:49.": the newest change since `seen`, else the current limits. */
export function changedWords(
  seen: LimitsHistory,
  now: LimitsHistory,
  unit: Unit,
  zone: string,
): string {
  const newestSeen = Math.max(0, ...seen.items.map((entry) => entry.set_at));
  const [theirs] = now.items
    .filter((entry) => entry.set_at > newestSeen)
    .sort((a, b) => b.set_at - a.set_at);
  if (!theirs)
    return `Now in force: ${boundsWords(now.items[0] ?? { low: null, high: null }, unit)}.`;
  const late =
    theirs.set_at - theirs.since > 60_000
      ? `, in force since ${day(theirs.since, zone, true)}, ${clock(theirs.since, zone)}`
      : "";
  return `${theirs.set_by_name ?? theirs.set_by} set ${boundsWords(theirs, unit)} at ${clock(theirs.set_at, zone)}${late}.`;
}
