// Days of a calendar as instants: from the first midnight to the one after the last day, or to now.
import { fromField } from "@/time/wall-field";
import { startOfDay } from "@/time/zone";

/** @param first and last: "2026-11-23", days of the zone, in any order */
export function wholeDays(
  first: string,
  last: string,
  zone: string,
  now: number,
): { from: number; to: number } {
  const [a, b] = [first, last].sort().map((day) => fromField(`${day}T00:00`, zone) ?? now);
  const from = a ?? now;
  return { from, to: Math.min(startOfDay(b ?? from, zone, 1), Math.max(now, from + 60_000)) };
}
