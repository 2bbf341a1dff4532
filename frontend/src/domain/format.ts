// Numbers as text: one decimal, a true minus sign, a no-break space before the unit.
import type { SentUnit, Unit } from "./types";

export const MINUS = "\u2212";
export const SPACE = "\u00a0";
export const DASH = "\u2013";

const KELVIN = 273.15;

/** Convert °C to the unit of a reader or a device. */
export function toUnit(celsius: number, unit: SentUnit): number {
  if (unit === "K") return celsius + KELVIN;
  return unit === "F" ? celsius * 1.8 + 32 : celsius;
}

/** Convert from the unit of a reader or a device to °C. */
export function toCelsius(value: number, unit: SentUnit): number {
  if (unit === "K") return value - KELVIN;
  return unit === "F" ? (value - 32) / 1.8 : value;
}

/** Convert a difference in °C to the reader's unit, that is without the offset of 32. */
export function differenceToUnit(celsius: number, unit: Unit): number {
  return unit === "F" ? celsius * 1.8 : celsius;
}

export const unitSign = (unit: Unit): string => (unit === "F" ? "°F" : "°C");

/** One decimal with U+2212; never "−0.0". */
export function decimal(value: number, digits = 1): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** "−21.8": a temperature without its unit; a dash for null. */
export function degrees(celsius: number | null, unit: Unit): string {
  return celsius === null ? DASH : decimal(toUnit(celsius, unit));
}

/** "−21.8 °C" with a no-break space. */
export function temperature(celsius: number | null, unit: Unit): string {
  return celsius === null ? DASH : degrees(celsius, unit) + SPACE + unitSign(unit);
}

const counts = new Intl.NumberFormat();

/** "16,398" in the reader's locale. */
export const count = (value: number): string => counts.format(value);

const SIZES = ["bytes", "KiB", "MiB", "GiB", "TiB"];

/** "1.4 GiB", "512 bytes": three digits at most, and the sign of a negative one. */
export function size(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < SIZES.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return (bytes < 0 ? MINUS : "") + value.toFixed(digits) + SPACE + (SIZES[unit] ?? "");
}

/** "91.0 %"; only 1 reads 100.0 and only 0 reads 0.0. */
export function share(part: number): string {
  if (part >= 1) return `100.0${SPACE}%`;
  if (part <= 0) return `0.0${SPACE}%`;
  return `${Math.min(99.9, Math.max(0.1, part * 100)).toFixed(1)}${SPACE}%`;
}
