// The ticks of a time axis: round wall-clock times of a zone.
import { MONTHS, clock, date, day as dayName } from "./moment";
import { fields, instant, isRepeated, offset, offsetChange, startOfDay } from "./zone";
import { withOffset } from "./zoned";

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

/** The instants between two at which clocks show a multiple of the step; what they skip comes as much later. */
function roundTimes(from: number, to: number, zone: string, step: number): number[] {
  const times: number[] = [];
  let start = from;
  while (start <= to) {
    const ahead = offset(start, zone);
    const change = offsetChange(start, to, zone);
    const end = change ?? to + 1;
    const last = end + Math.max(ahead, change === null ? ahead : offset(change, zone));
    for (let wall = Math.ceil((start + ahead) / step) * step; wall < last; wall += step)
      if (wall - ahead <= to) times.push(wall - ahead);
    start = end;
  }
  return times;
}

function midnights(from: number, to: number, zone: string): Set<number> {
  const starts = new Set<number>();
  for (let start = startOfDay(from, zone); start <= to; start = startOfDay(start, zone, 1))
    if (start >= from) starts.add(start);
  return starts;
}

function withinDays(from: number, to: number, zone: string, step: number): TimeTick[] {
  const days = midnights(from, to, zone);
  const times = new Set([...days, ...roundTimes(from, to, zone, step)]);
  return [...times]
    .sort((a, b) => a - b)
    .map((at) => {
      const strong = days.has(at);
      // Of two equal times the second says by which offset it is.
      const by = isRepeated(at, zone) ? withOffset(zone) : zone;
      return { at, strong, label: strong ? dayName(at, zone) : clock(at, by, step < MINUTE) };
    });
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
