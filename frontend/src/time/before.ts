// The period before: a range shifted back, by its own length or by the calendar of a zone.
import { fields, instant } from "./zone";

/** Which earlier period: the one just before, or the same hours a day, a week or a year ago. */
export type Before = "range" | "day" | "week" | "year";

const BACK: Record<Exclude<Before, "range">, [years: number, days: number]> = {
  day: [0, 1],
  week: [0, 7],
  year: [1, 0],
};

/** Return how far to shift back, in ms; by the zone's clock, so that noon lines up with noon. */
export function shiftBack(before: Before, from: number, to: number, zone: string): number {
  if (before === "range") return to - from;
  const [years, days] = BACK[before];
  const wall = fields(from, zone);
  const start = instant(
    zone,
    wall.year - years,
    wall.month,
    wall.day - days,
    wall.hour,
    wall.minute,
  );
  return from - (start + (from % 60_000));
}
