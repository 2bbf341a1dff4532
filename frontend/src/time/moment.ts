// Instants as text, always in a named zone: "14:51:59", "Mon 23 Nov 2026", "8 s ago".
import { duration } from "./duration";
import { fields, offsetName, startOfDay } from "./zone";
import { hasOffset, nameOf, type Zone } from "./zoned";

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
/** No line breaks between a time and its offset. */
const SPACE = "\u00a0";

const two = (value: number) => String(value).padStart(2, "0");

/** "14:51", or "14:51:59" with seconds; beside times of other zones "14:51 UTC+01:00". */
export function clock(at: number, zone: Zone, seconds = false): string {
  const wall = fields(at, nameOf(zone));
  const short = `${two(wall.hour)}:${two(wall.minute)}`;
  const time = seconds ? `${short}:${two(wall.second)}` : short;
  return hasOffset(zone) ? `${time}${SPACE}${offsetName(at, nameOf(zone))}` : time;
}

export function weekday(at: number, zone: Zone): string {
  const wall = fields(at, nameOf(zone));
  return DAYS[new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()] ?? "";
}

/** "23 Nov", or with its year "23 Nov 2026". */
export function date(at: number, zone: Zone, year = false): string {
  const wall = fields(at, nameOf(zone));
  const short = `${wall.day} ${MONTHS[wall.month - 1] ?? ""}`;
  return year ? `${short} ${wall.year}` : short;
}

/** "Mon 23 Nov" */
export const day = (at: number, zone: Zone, year = false): string =>
  `${weekday(at, zone)} ${date(at, zone, year)}`;

/** "Mon 23 Nov 2026, 14:51:59 UTC+01:00": for a title, an export, a tooltip. */
export const full = (at: number, zone: string): string =>
  `${day(at, zone, true)}, ${clock(at, zone, true)} ${offsetName(at, zone)}`;

/** "Mon 23 Nov, 14:51" */
export const dayAndTime = (at: number, _now: number, zone: Zone): string =>
  `${day(at, zone)}, ${clock(at, zone)}`;

/** The moment in full, for a `Moment` whose page says the zone only here. */
export const fullText = (at: number, _now: number, zone: Zone): string => full(at, nameOf(zone));

/** The same with its zone: "Mon 23 Nov 2026, 14:51:59 UTC+01:00, Europe/Vienna". */
export function fullIn(at: number, zone: Zone): string {
  const name = nameOf(zone);
  return `${full(at, name)}, ${name.replaceAll("_", " ")}`;
}

/**
 * Today the time, this year the date, else the date with its year. Beside times of other zones, where
 * days begin at other times, a date has its time too.
 */
export function brief(at: number, now: number, zone: Zone): string {
  if (at >= startOfDay(now, nameOf(zone))) return clock(at, zone);
  const short = dateOf(at, now, zone);
  return hasOffset(zone) ? `${short} ${clock(at, zone)}` : short;
}

/** "23 Nov", in another year "23 Nov 2025" */
function dateOf(at: number, now: number, zone: Zone): string {
  const name = nameOf(zone);
  return date(at, zone, fields(at, name).year !== fields(now, name).year);
}

/** The server's clock is not known better in this browser, and `now` changes once a second. */
const JUST_NOW = 3000;

/** "8 s ago" up to an hour, then the time of day, then the date; "in 50 s" if it is still to come. */
export function age(at: number, now: number, zone: Zone): string {
  if (at - now > JUST_NOW) return `in ${duration(at - now)}`;
  return now - at < HOUR ? `${duration(now - at)} ago` : brief(at, now, zone);
}

/** The time of day, with weekday or date if it is not today: "14:02", "Mon 07:12", "3 Nov 07:12". */
export function near(at: number, now: number, zone: Zone): string {
  const name = nameOf(zone);
  if (at >= startOfDay(now, name)) return clock(at, zone);
  if (at >= startOfDay(now, name, -6)) return `${weekday(at, zone)} ${clock(at, zone)}`;
  return `${dateOf(at, now, zone)} ${clock(at, zone)}`;
}
