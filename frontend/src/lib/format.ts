// How numbers read on a page: one decimal, a true minus sign, units kept with their number.
import type { Unit } from "./types";

export const MINUS = "\u2212";
export const SPACE = "\u00a0";
export const DASH = "\u2013";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A twelfth of a mean Gregorian year. */
const MONTH = (365.2425 * DAY) / 12;

/** °C to the reader's unit. */
export function toUnit(celsius: number, unit: Unit): number {
  return unit === "F" ? celsius * 1.8 + 32 : celsius;
}

/** A difference in °C to the reader's unit: without the 32 degrees' offset. */
export function differenceToUnit(celsius: number, unit: Unit): number {
  return unit === "F" ? celsius * 1.8 : celsius;
}

export const unitSign = (unit: Unit): string => (unit === "F" ? "°F" : "°C");

/** One decimal with U+2212; never "−0.0". */
export function decimal(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** "−21.8": a temperature without its unit; a dash when there is none. */
export function degrees(celsius: number | null, unit: Unit): string {
  return celsius === null ? DASH : decimal(toUnit(celsius, unit));
}

/** "−21.8 °C" with a no-break space. */
export function temperature(celsius: number | null, unit: Unit): string {
  return celsius === null ? DASH : degrees(celsius, unit) + SPACE + unitSign(unit);
}

/** "1.3": how far apart two temperatures are, without sign or unit. */
export function distance(celsius: number, unit: Unit): string {
  return decimal(Math.abs(differenceToUnit(celsius, unit)));
}

const counts = new Intl.NumberFormat();

/** "16,398" in the reader's locale. */
export const count = (value: number): string => counts.format(value);

/** "91.0 %"; what is not whole never reads 100.0, what is not nothing never reads 0.0. */
export function share(part: number): string {
  if (part >= 1) return `100.0${SPACE}%`;
  if (part <= 0) return `0.0${SPACE}%`;
  return `${Math.min(99.9, Math.max(0.1, part * 100)).toFixed(1)}${SPACE}%`;
}

function pair(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  const head = `${major}${SPACE}${majorUnit}`;
  return minor === 0 ? head : `${head} ${minor}${SPACE}${minorUnit}`;
}

/** "8 s", "42 min", "2 h 10 min", "3 d 4 h", rounded down; from a year on "6 y 11 mo", to the nearest month. */
export function duration(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)}${SPACE}s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}${SPACE}min`;
  if (whole < DAY) {
    return pair(Math.floor(whole / HOUR), "h", Math.floor((whole % HOUR) / MINUTE), "min");
  }
  if (whole >= 365 * DAY) {
    const months = Math.round(whole / MONTH);
    return pair(Math.floor(months / 12), "y", months % 12, "mo");
  }
  return pair(Math.floor(whole / DAY), "d", Math.floor((whole % DAY) / HOUR), "h");
}

/** A short span said exactly: "2 min", "1 min 30 s", "12 h", "500 ms". */
export function exactDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)}${SPACE}ms`;
  if (ms >= MINUTE && ms < HOUR) {
    return pair(Math.floor(ms / MINUTE), "min", Math.round((ms % MINUTE) / SECOND), "s");
  }
  if (ms < MINUTE && ms % SECOND !== 0) return `${(ms / SECOND).toFixed(1)}${SPACE}s`;
  return duration(ms);
}
