// Ranges of whole days or months of a zone's calendar, and the ones before and after them.
import { fields, instant, startOfDay } from "./zone";

interface Span {
  from: number;
  to: number;
}

/** How many calendar months or, if it is not whole months, days a range has. */
export interface Period {
  unit: "month" | "day";
  count: number;
}

const DAY = 86_400_000;

/** The number of a calendar day; the days of a zone that skipped one are counted as if it had been. */
const dayNumber = (at: number, zone: string): number => {
  const { year, month, day } = fields(at, zone);
  return Date.UTC(year, month - 1, day) / DAY;
};

/** The period of a range from midnight to midnight of the zone; null for any other range. */
export function periodOf(from: number, to: number, zone: string): Period | null {
  if (to <= from || startOfDay(from, zone) !== from || startOfDay(to, zone) !== to) return null;
  const [first, last] = [fields(from, zone), fields(to, zone)];
  if (first.day === 1 && last.day === 1)
    return { unit: "month", count: 12 * (last.year - first.year) + last.month - first.month };
  return { unit: "day", count: dayNumber(to, zone) - dayNumber(from, zone) };
}

/** The range whose ends lie `steps` periods later, or earlier if negative, at midnight of the zone. */
export function steppedBy(
  { from, to }: Span,
  { unit, count }: Period,
  steps: number,
  zone: string,
): Span {
  const moved = (at: number) => {
    const { year, month, day } = fields(at, zone);
    return unit === "month"
      ? instant(zone, year, month + steps * count, day)
      : instant(zone, year, month, day + steps * count);
  };
  const next = { from: moved(from), to: moved(to) };
  // The only day of the range is one that the zone skipped, as Samoa did.
  if (next.from === next.to) return steppedBy({ from, to }, { unit, count }, 2 * steps, zone);
  return next;
}

/** The range before (−1) or after (+1): by the calendar of the first zone in which it has a period, else by its length. */
export function neighbour({ from, to }: Span, direction: -1 | 1, zones: readonly string[]): Span {
  for (const zone of zones) {
    const period = periodOf(from, to, zone);
    if (period) return steppedBy({ from, to }, period, direction, zone);
  }
  const step = direction * (to - from);
  return { from: from + step, to: to + step };
}
