// Instants as text, always in a named zone: "14:51:59", "Mon 23 Nov 2026", "8 s ago".
import { duration } from "./duration";
import { fields, offsetName, startOfDay } from "./zone";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
export const MONTHS = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];
const HOUR = 3_600_000;

const two = (value: number) => String(value).padStart(2, "0");

/** "14:51", or "14:51:59" with seconds. */
export function clock(at: number, zone: string, seconds = false): string {
  const wall = fields(at, zone);
  const short = `${two(wall.hour)}:${two(wall.minute)}`;
  return seconds ? `${short}:${two(wall.second)}` : short;
}

export function weekday(at: number, zone: string): string {
  const wall = fields(at, zone);
  return DAYS[new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()] ?? "";
}

/** "23 Nov", or with its year "23 Nov 2026". */
export function date(at: number, zone: string, year = false): string {
  const wall = fields(at, zone);
  const short = `${wall.day} ${MONTHS[wall.month - 1] ?? ""}`;
  return year ? `${short} ${wall.year}` : short;
}

/** "Mon 23 Nov" */
export const day = (at: number, zone: string, year = false): string =>
  `${weekday(at, zone)} ${date(at, zone, year)}`;

/** "Mon 23 Nov 2026, 14:51:59 UTC+01:00": for a title, an export, a tooltip. */
export const full = (at: number, zone: string): string =>
  `${day(at, zone, true)}, ${clock(at, zone, true)} ${offsetName(at, zone)}`;

/** Today the time, this year the date, else the date with its year. */
export function brief(at: number, now: number, zone: string): string {
  if (at >= startOfDay(now, zone)) return clock(at, zone);
  const sameYear = fields(at, zone).year === fields(now, zone).year;
  return date(at, zone, !sameYear);
}

/** The server's clock is not known better in this browser, and `now` changes once a second. */
const JUST_NOW = 3000;

/** "8 s ago" up to an hour, then the time of day, then the date; "in 50 s" if it is still to come. */
export function age(at: number, now: number, zone: string): string {
  if (at - now > JUST_NOW) return `in ${duration(at - now)}`;
  return now - at < HOUR ? `${duration(now - at)} ago` : brief(at, now, zone);
}

/** The time of day, with weekday or date if it is not today: "14:02", "Mon 07:12", "3 Nov 07:12". */
export function near(at: number, now: number, zone: string): string {
  if (at >= startOfDay(now, zone)) return clock(at, zone);
  if (at >= startOfDay(now, zone, -6)) return `${weekday(at, zone)} ${clock(at, zone)}`;
  return `${brief(at, now, zone)} ${clock(at, zone)}`;
}
