// The ticks of a time axis: round wall-clock times of a zone.
import { MONTHS, clock, date, day as dayName } from "./moment";
import { fields, instant, startOfDay } from "./zone";

export interface TimeTick {
  at: number;
  label: string;
  /** Midnight among hours, New Year among months: a stronger line and a bold label. */
  strong: boolean;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WITHIN_A_DAY = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200,
].map((seconds) => seconds * SECOND);
const WHOLE_DAYS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12];

/** Ticks between two instants, about `most` at most. */
export function timeTicks(from: number, to: number, zone: string, most: number): TimeTick[] {
  const wanted = (to - from) / Math.max(1, most);
  const short = WITHIN_A_DAY.find((step) => step >= wanted);
  if (short) return withinDays(from, to, zone, short);
  const days = WHOLE_DAYS.find((step) => step * DAY >= wanted);
  if (days) return byDays(from, to, zone, days);
  const months = MONTH_STEPS.find((step) => step * 30 * DAY >= wanted) ?? 12;
  return byMonths(from, to, zone, months);
}

function withinDays(from: number, to: number, zone: string, step: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  for (let start = startOfDay(from, zone); start <= to; start = startOfDay(start, zone, 1)) {
    const wall = fields(start, zone);
    const end = startOfDay(start, zone, 1);
    for (let passed = 0; passed < DAY; passed += step) {
      const near = instant(zone, wall.year, wall.month, wall.day, 0, Math.floor(passed / MINUTE));
      const at = near + (passed % MINUTE);
      if (at < from || at > to || at >= end || at <= (ticks.at(-1)?.at ?? -Infinity)) continue;
      const strong = at === start;
      const label = strong ? dayName(at, zone) : clock(at, zone, step < MINUTE);
      ticks.push({ at, strong, label });
    }
  }
  return ticks;
}

function byDays(from: number, to: number, zone: string, step: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  for (let at = startOfDay(from, zone); at <= to; at = startOfDay(at, zone, 1)) {
    const wall = fields(at, zone);
    const number = Math.round(Date.UTC(wall.year, wall.month - 1, wall.day) / DAY);
    // 1 January 1970 was a Thursday; weeks start on Monday.
    if (at < from || (number + 3) % step !== 0) continue;
    ticks.push({ at, strong: false, label: date(at, zone) });
  }
  return ticks;
}

function byMonths(from: number, to: number, zone: string, step: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  const first = fields(from, zone);
  for (let month = 1; ; month += step) {
    const at = instant(zone, first.year, month, 1);
    if (at > to) return ticks;
    if (at < from) continue;
    const wall = fields(at, zone);
    const newYear = wall.month === 1;
    ticks.push({
      at,
      strong: newYear,
      label: newYear ? String(wall.year) : (MONTHS[wall.month - 1] ?? ""),
    });
  }
}
