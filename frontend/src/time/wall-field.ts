// The value of a date-time field in a named zone, whatever the browser's own zone.
import { fields, instant, isAmbiguous, offsetOf, offsetText } from "./zone";

const two = (value: number) => String(value).padStart(2, "0");

/** The date and the time to the minute, and what tells a time that clocks show twice from its other. */
function parts(at: number, zone: string): [minute: string, which: string] {
  const wall = fields(at, zone);
  return [
    `${String(wall.year).padStart(4, "0")}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}`,
    isAmbiguous(at, zone) ? offsetText(at, zone) : "",
  ];
}

/**
 * An instant as the value of a date-time field, in the zone's wall-clock time. Only a time that clocks show twice is
 * followed by its offset: "2026-10-25T02:30+01:00".
 */
export const toField = (at: number, zone: string): string => parts(at, zone).join("");

/** The same with seconds, and with milliseconds unless they are zero. */
export function toExactField(at: number, zone: string): string {
  const [minute, which] = parts(at, zone);
  const [seconds, ms] = [fields(at, zone).second, ((at % 1000) + 1000) % 1000];
  const rest = ms === 0 ? "" : `.${String(Math.floor(ms)).padStart(3, "0")}`;
  return `${minute}:${two(seconds)}${rest}${which}`;
}

/** The instant that a field's value means in the zone, or by its own offset; null if the field is not filled in. */
export function fromField(text: string, zone: string): number | null {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d(?:\.\d{1,3})?))?([+-]\d\d:\d\d)?/.exec(text);
  if (!match) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match.slice(1, 6).map(Number);
  const after = Math.round(Number(match[6] ?? 0) * 1000);
  const ahead = offsetOf(match[7] ?? "");
  return instant(zone, year, month, day, hour, minute, ahead) + after;
}
