// Times as people type them: "14:30", "1430", "28 Nov", "2026-11-28 9:05", "yesterday 18:00".
import { MONTHS, clock, date } from "./moment";
import { fields, instant, isAmbiguous, offsetName, offsetOf } from "./zone";

interface Day {
  year: number;
  month: number;
  day: number;
}
interface Time {
  hour: number;
  minute: number;
  /** Milliseconds after the minute. */
  after: number;
}

/** " UTC+01:00" after a time that clocks show twice, else nothing. */
const which = (at: number, zone: string): string =>
  isAmbiguous(at, zone) ? ` ${offsetName(at, zone)}` : "";

/** "28 Nov 2026 14:30": how a field shows an instant; it can be typed, too. */
export const typedText = (at: number, zone: string): string =>
  `${date(at, zone, true)} ${clock(at, zone)}${which(at, zone)}`;

/** "28 Nov 2026 14:30:15": the same with seconds, and with milliseconds unless they are zero. */
export function exactText(at: number, zone: string): string {
  const ms = Math.floor(((at % 1000) + 1000) % 1000);
  const rest = ms === 0 ? "" : `.${String(ms).padStart(3, "0")}`;
  return `${date(at, zone, true)} ${clock(at, zone, true)}${rest}${which(at, zone)}`;
}

const monthOf = (name: string): number =>
  MONTHS.findIndex((month) => name.toLowerCase().startsWith(month.toLowerCase())) + 1;

/** Instants are counted from here; "1430" is a time and no year. */
const FIRST_YEAR = 1970;

const DAYS_BACK: Record<string, number> = { today: 0, yesterday: 1 };

/** A day that exists, or null: there is no 31 April. */
function checked(year: number, month: number, day: number): Day | null {
  const wall = new Date(Date.UTC(year, month - 1, day));
  const likely = year >= FIRST_YEAR && year < FIRST_YEAR + 130;
  return likely && wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day
    ? { year, month, day }
    : null;
}

const century = (year: number): number => (year < 100 ? 2000 + year : year);

/** A day without its year is the last one before the end of today. */
function withoutYear(month: number, day: number, today: Day): Day | null {
  const later = month > today.month || (month === today.month && day > today.day);
  return checked(today.year - (later ? 1 : 0), month, day);
}

function dayOf(text: string, today: Day): Day | null {
  const back = DAYS_BACK[text.toLowerCase()];
  if (back !== undefined) {
    const wall = new Date(Date.UTC(today.year, today.month - 1, today.day - back));
    return {
      year: wall.getUTCFullYear(),
      month: wall.getUTCMonth() + 1,
      day: wall.getUTCDate(),
    };
  }
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return checked(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})?)?$/.exec(text);
  const named =
    /^(\d{1,2})\.?\s*([a-z]{3,9})\.?,?\s*(\d{4}|\d{2})?$/i.exec(text) ??
    swapped(/^([a-z]{3,9})\.?\s*(\d{1,2}),?\s*(\d{4})?$/i.exec(text));
  const [day, month, year] = dotted
    ? [Number(dotted[1]), Number(dotted[2]), dotted[3]]
    : [Number(named?.[1]), monthOf(named?.[2] ?? "-"), named?.[3]];
  if (!dotted && (!named || month === 0)) return null;
  return year === undefined
    ? withoutYear(month, day, today)
    : checked(century(Number(year)), month, day);
}

/** "Nov 28 2026" as day, month and year. */
const swapped = (match: RegExpExecArray | null): (string | undefined)[] | null =>
  match && [match[0], match[2], match[1], match[3]];

/** "14:30:15.5 pm" as "14:30 pm" and the milliseconds after the minute. */
function splitSeconds(text: string): [text: string, after: number] {
  const match = /^(\d{1,2}[:.]\d{2}):(\d{2}(?:[.,]\d{1,3})?)(\s*(?:am|pm)?)$/i.exec(text);
  if (!match) return [text, 0];
  const seconds = Number((match[2] ?? "").replace(",", "."));
  return [(match[1] ?? "") + (match[3] ?? ""), Math.round(seconds * 1000)];
}

function timeOf(typed: string): Time | null {
  const [text, after] = splitSeconds(typed);
  const match =
    /^(\d{1,2})[:.](\d{2})\s*(am|pm)?$/i.exec(text) ??
    /^(\d{1,2})(\d{2})\s*(am|pm)?$/i.exec(text) ??
    hourOnly(/^(\d{1,2})\s*(am|pm|h)$/i.exec(text));
  if (!match) return null;
  const half = match[3]?.toLowerCase();
  let hour = Number(match[1]);
  const minute = Number(match[2]);
  if (half === "am" || half === "pm") {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === "pm" ? 12 : 0);
  }
  const midnight = hour === 24 && minute === 0;
  const real = (hour < 24 || (midnight && after === 0)) && minute < 60 && after < 60_000;
  return real ? { hour, minute, after } : null;
}

const hourOnly = (match: RegExpExecArray | null): (string | undefined)[] | null =>
  match && [match[0], match[1], "00", match[2] === "h" ? undefined : match[2]];

/** "02:30 UTC+01:00", "02:30+01:00" or "02:30Z" as "02:30" and its offset in ms; null if it has none. */
function splitOffset(text: string): [text: string, ahead: number | null] {
  const named = /^(.*(?:\d|[ap]m)) ?(?:UTC|GMT)([+\-\u2212][\d:]+)?$/i.exec(text);
  const plain = /^(.*:\d\d(?:[.,]\d+)?)(Z|[+\-\u2212]\d\d:\d\d)$/i.exec(text);
  const match = named ?? plain;
  if (!match) return [text, null];
  const ahead = /^z?$/i.test(match[2] ?? "") ? 0 : offsetOf(match[2] ?? "");
  return ahead === null ? [text, null] : [match[1] ?? "", ahead];
}

const WEEKDAY = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+/i;

/** The parts of a text that may be a day and a time: each split at a space, and either alone. */
function* splits(text: string): Generator<[day: string, time: string]> {
  yield ["", text];
  yield [text, ""];
  for (let i = text.indexOf(" "); i !== -1; i = text.indexOf(" ", i + 1))
    yield [text.slice(0, i).replace(/,$/, "").trim(), text.slice(i + 1).trim()];
}

/**
 * The instant that a text means in the zone, or by the offset at its end; null if it cannot be read.
 * A time alone keeps the day of `before`; a day alone is its midnight, or with `end` the one after it.
 */
export function typedMoment(
  text: string,
  zone: string,
  now: number,
  before: number,
  end = false,
): number | null {
  const [plain, ahead] = splitOffset(
    text
      .trim()
      .replace(/\s+/g, " ")
      .replace(/(\d)T(\d)/, "$1 $2")
      .replace(WEEKDAY, ""),
  );
  if (plain === "") return null;
  for (const [dayText, timeText] of splits(plain)) {
    const day = dayText === "" ? fields(before, zone) : dayOf(dayText, fields(now, zone));
    const whole = { hour: end ? 24 : 0, minute: 0, after: 0 };
    const time = timeText === "" ? whole : timeOf(timeText);
    if (day && time) {
      const { year, month, day: date } = day;
      return instant(zone, year, month, date, time.hour, time.minute, ahead) + time.after;
    }
  }
  return null;
}
