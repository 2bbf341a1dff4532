// The period before: a range shifted back, by its own length or by the calendar of a zone.
import { neighbour, periodOf } from "./period";
import { fields, instant } from "./zone";

/** Which earlier period: the one just before, or the same hours a day, a week or a year ago. */
export type Before = "range" | "day" | "week" | "year";

const BACK: Record<Exclude<Before, "range">, [years: number, days: number]> = {
  day: [0, 1],
  week: [0, 7],
  year: [1, 0],
};

/** An instant shifted back by the zone's clock, so that noon lines up with noon. */
function wallBack(at: number, [years, days]: [number, number], zone: string): number {
  const wall = fields(at, zone);
  const start = instant(
    zone,
    wall.year - years,
    wall.month,
    wall.day - days,
    wall.hour,
    wall.minute,
  );
  return start + (at % 60_000);
}

/** The start of the day as long ago; it is not midnight where clocks went forward then. */
function midnightBack(at: number, [years, days]: [number, number], zone: string): number {
  const { year, month, day } = fields(at, zone);
  return instant(zone, year - years, month, day - days);
}

/**
 * The earlier period of a range. Whole days, weeks and months stay whole, also if they are longer or shorter
 * than those of the range; any other range keeps its length.
 */
export function periodBefore(
  before: Before,
  from: number,
  to: number,
  zone: string,
): { from: number; to: number } {
  if (before === "range") return neighbour({ from, to }, -1, [zone]);
  const back = BACK[before];
  if (periodOf(from, to, zone))
    return { from: midnightBack(from, back, zone), to: midnightBack(to, back, zone) };
  const start = wallBack(from, back, zone);
  return { from: start, to: start + (to - from) };
}

/** Return how far the earlier period begins before the range, in ms. */
export const shiftBack = (before: Before, from: number, to: number, zone: string): number =>
  from - periodBefore(before, from, to, zone).from;
