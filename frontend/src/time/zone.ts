// IANA time zones: offsets, the wall-clock fields of an instant, the instant of a wall-clock time.

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** No zone's offset has been more hours than that. */
const MOST_HOURS = 15;
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const cached = formatters.get(zone);
  if (cached) return cached;
  const created = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(zone, created);
  return created;
}

export function isZone(zone: string): boolean {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
}

/** The wall-clock fields of an instant in `zone`. */
export function fields(at: number, zone: string): Fields {
  const parts: Record<string, number> = {};
  for (const part of formatter(zone).formatToParts(at)) {
    if (part.type !== "literal") parts[part.type] = Number(part.value);
  }
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/** The zone's offset from UTC at an instant, in ms; positive east of Greenwich. */
export function offset(at: number, zone: string): number {
  const wall = fields(at, zone);
  const shown = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return shown - Math.floor(at / 1000) * 1000;
}

/** "Europe/Vienna, UTC+01:00"; UTC is not repeated. */
export function zoneWords(at: number, zone: string): string {
  return zone === "UTC" ? zone : `${zone.replaceAll("_", " ")}, ${offsetName(at, zone)}`;
}

/** "+05:45", "-05:00": the offset as RFC 3339 has it. */
export function offsetText(at: number, zone: string): string {
  const minutes = Math.round(offset(at, zone) / MINUTE);
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** "UTC+05:45" */
export const offsetName = (at: number, zone: string): string =>
  `UTC${offsetText(at, zone).replace("-", "\u2212")}`;

/** An offset as people write it, "+05:45", "\u22125" or "+0545", in ms; null if it is none. */
export function offsetOf(text: string): number | null {
  const match = /^([+\-\u2212])(\d{1,2})(?::?([0-5]\d))?$/.exec(text);
  const [sign, hours, minutes] = [match?.[1], Number(match?.[2]), Number(match?.[3] ?? 0)];
  if (!match || hours > MOST_HOURS) return null;
  return (sign === "+" ? 1 : -1) * (hours * 60 + minutes) * MINUTE;
}

/**
 * The instant of a wall-clock time in `zone`, or by the offset `ahead` if there is one.
 * Of an ambiguous time it is the earlier instant; a time skipped by DST moves forward by the length of the jump.
 * Fields may overflow (day 32).
 */
export function instant(
  zone: string,
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  ahead: number | null = null,
): number {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  if (ahead !== null) return wall - ahead;
  const before = offset(wall - DAY, zone);
  const after = offset(wall + DAY, zone);
  const fitting = [wall - before, wall - after].filter((at) => wall - offset(at, zone) === at);
  return fitting.length > 0 ? Math.min(...fitting) : wall - before;
}

/** Whether the zone's clocks have been put back over this time: they showed it before, too. */
export function isRepeated(at: number, zone: string): boolean {
  const now = offset(at, zone);
  const back = offset(at - DAY, zone) - now;
  return back > 0 && offset(at - back, zone) === now + back;
}

/** Whether the zone's clocks show this time twice, at this instant and at another. */
export function isAmbiguous(at: number, zone: string): boolean {
  const now = offset(at, zone);
  const back = now - offset(at + DAY, zone);
  return (back > 0 && offset(at + back, zone) === now - back) || isRepeated(at, zone);
}

/** The start of the day that contains the instant in the zone, `days` later. */
export function startOfDay(at: number, zone: string, days = 0): number {
  const wall = fields(at, zone);
  return instant(zone, wall.year, wall.month, wall.day + days);
}

/** The instant in (from, to] at which the zone's offset changes, to the second; null if it does not. */
export function offsetChange(from: number, to: number, zone: string): number | null {
  const start = offset(from, zone);
  if (offset(to, zone) === start) return null;
  let low = from;
  let high = to;
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle, zone) === start) low = middle;
    else high = middle;
  }
  return Math.floor(high / 1000) * 1000;
}
