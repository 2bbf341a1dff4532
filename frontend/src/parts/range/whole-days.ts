// Calendar days as instants: from the first day's midnight to the one after the last day, or to now.
import { fromField } from "@/time/wall-field";
import { startOfDay } from "@/time/zone";

/** Convert two days such as "2026-11-23", in any order, to the span that they cover in the zone. */
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
