// The value of a date-time field in a named zone, whatever the browser's own zone.
import { fields, instant } from "./zone";

const two = (value: number) => String(value).padStart(2, "0");

/** An instant as the value of a date-time field, in the zone's wall-clock time. */
export function toField(at: number, zone: string): string {
  const wall = fields(at, zone);
  return `${String(wall.year).padStart(4, "0")}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}`;
}

/** The same with seconds, and with milliseconds unless they are zero. */
export function toExactField(at: number, zone: string): string {
  const [seconds, ms] = [fields(at, zone).second, ((at % 1000) + 1000) % 1000];
  const rest = ms === 0 ? "" : `.${String(Math.floor(ms)).padStart(3, "0")}`;
  return `${toField(at, zone)}:${two(seconds)}${rest}`;
}

/** The instant that a field's value means in the zone; null if the field is not filled in. */
export function fromField(text: string, zone: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d(?:\.\d{1,3})?))?/.exec(text);
  if (!match) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match.slice(1, 6).map(Number);
  return instant(zone, year, month, day, hour, minute) + Math.round(Number(match[6] ?? 0) * 1000);
}
