// Named ranges of a zone's calendar: days, the night, weeks from Monday, months.
import { fields, instant } from "./zone";

export const CALENDAR = [
  { key: "today", label: "Today" },
  { key: "yesterday", label: "Yesterday" },
  { key: "night", label: "Last night", hours: "18:00 to 06:00" },
  { key: "week", label: "This week" },
  { key: "lastWeek", label: "Last week" },
  { key: "month", label: "This month" },
  { key: "lastMonth", label: "Last month" },
] as const satisfies readonly { key: string; label: string; hours?: string }[];

export type CalendarKey = (typeof CALENDAR)[number]["key"];

const EVENING = 18;
const MORNING = 6;

/**
 * The range that a name means at an instant, in the zone. What is not over yet ends in the future, at
 * the end of its day, week or month; the graph fills until then.
 */
export function calendarRange(
  key: CalendarKey,
  now: number,
  zone: string,
): { from: number; to: number } {
  const { year, month, day } = fields(now, zone);
  const at = (days: number, hour = 0) => instant(zone, year, month, day + days, hour);
  const firstOf = (months: number) => instant(zone, year, month + months, 1);
  // 0 is Monday
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  switch (key) {
    case "today":
      return { from: at(0), to: at(1) };
    case "yesterday":
      return { from: at(-1), to: at(0) };
    case "night":
      return { from: at(-1, EVENING), to: at(0, MORNING) };
    case "week":
      return { from: at(-weekday), to: at(7 - weekday) };
    case "lastWeek":
      return { from: at(-weekday - 7), to: at(-weekday) };
    case "month":
      return { from: firstOf(0), to: firstOf(1) };
    case "lastMonth":
      return { from: firstOf(-1), to: firstOf(0) };
  }
}
