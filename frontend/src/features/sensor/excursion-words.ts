// Excursions as text: when, how long, how far, and what a list without any means.
import { SPACE, count, toUnit, unitSign } from "@/domain/format";
import { hasGrace, type LimitStep } from "@/domain/graph-data";
import type { Excursion, Statistics, Unit } from "@/domain/types";
import { limitText, valueText } from "@/domain/verdict";
import { clock, day, weekday } from "@/time/moment";
import { duration } from "@/time/duration";
import { fields, startOfDay } from "@/time/zone";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SIDES = { above: "high", below: "low" } as const;

/** "Sun 29 Nov", with the year unless it is this one: the heading of the excursions that began that day. */
export const dayWords = (at: number, now: number, zone: string): string =>
  day(at, zone, fields(at, zone).year !== fields(now, zone).year);

/** Group excursions by the day on which they begin, keeping their order. */
export function byDay(items: Excursion[], zone: string): { day: number; items: Excursion[] }[] {
  const groups: { day: number; items: Excursion[] }[] = [];
  for (const item of items) {
    const start = startOfDay(item.from, zone);
    const last = groups.at(-1);
    if (last?.day === start) last.items.push(item);
    else groups.push({ day: start, items: [item] });
  }
  return groups;
}

/**
 * "10:32 to 10:42", "since 10:32, ongoing", "before 08:00 to 08:20": from the beginning, whose day a heading says.
 * @param live whether the range reaches now, so that an open excursion is ongoing
 */
export function whenWords(excursion: Excursion, zone: string, live: boolean): string {
  const { from, to, before, open, exact } = excursion;
  // Within an hour, minutes alone would disagree with the duration beside them.
  const seconds = to - from < HOUR && (from % MINUTE !== 0 || to % MINUTE !== 0);
  const start = clock(from, zone, seconds && !open);
  const other = startOfDay(from, zone) !== startOfDay(to, zone);
  const name = to - from > 6 * DAY ? day(to, zone) : weekday(to, zone);
  const end = `${other ? `${name} ` : ""}${clock(to, zone, seconds && !open)}`;
  if (!exact && !open) return `between ${start} and ${end}`;
  const since = `since ${before ? "before " : ""}${start}`;
  if (open) return live ? `${since}, ongoing` : `${since}, still at ${end}`;
  return before ? `since before ${start}, until ${end}` : `${start} to ${end}`;
}

/** "10 min", as the statistics count it: known time only. */
export const lastedWords = ({ seconds }: Pick<Excursion, "seconds">): string =>
  duration(seconds * 1000);

/** "5 min unknown": the time within it that no valid reading covers; null if less than a second, or not known. */
export function unknownWords({ from, to, seconds, exact }: Excursion): string | null {
  if (!exact) return null;
  const unknown = to - from - seconds * 1000;
  return unknown < 1000 ? null : `${duration(unknown)} unknown`;
}

/** "9.2 °C at 10:37, high limit 8.0": the extreme and the limit in force then; "3 times, …" of an hour without its readings. */
export function extremeWords(excursion: Excursion, unit: Unit, zone: string): string {
  const { side, from, extreme, limit, times } = excursion;
  const bound = toUnit(limit, unit);
  const bounds = side === "above" ? { low: null, high: bound } : { low: bound, high: null };
  const value = valueText(toUnit(extreme.value, unit), bounds) + SPACE + unitSign(unit);
  const other = startOfDay(from, zone) !== startOfDay(extreme.time, zone);
  const at = `${other ? `${weekday(extreme.time, zone)} ` : ""}${clock(extreme.time, zone)}`;
  const often = times > 1 ? `${count(times)} times, ` : "";
  return `${often}${value} at ${at}, ${SIDES[side]} limit ${limitText(bound)}`;
}

const isJudged = ({ low, high }: LimitStep): boolean => low !== null || high !== null;

/** What an empty list means: nothing was judged, nothing is known, or it was within its limits. */
export function noneWords(
  { n, unknown_s: unknown }: Pick<Statistics, "n" | "unknown_s">,
  limits: LimitStep[],
  from: number,
  zone: string,
): string {
  const first = limits.find(isJudged);
  if (!first) return "No limits were set in this range, so nothing was judged.";
  if (n === 0) return "No data in this range, so nothing is known.";
  const unsure =
    unknown >= 1 ? `, as far as is known: ${duration(unknown * 1000)} are unknown` : "";
  const since =
    first.from > from
      ? ` There were no limits before ${day(first.from, zone)}, ${clock(first.from, zone)}.`
      : "";
  const never = limits.some(hasGrace)
    ? "Nothing in this range was out of its limits long enough to count"
    : "Never out of limits in this range";
  return `${never}${unsure}.${since}`;
}
