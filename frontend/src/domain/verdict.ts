// A value beside its limits: judged without noise, and shown with as many decimals as explain the verdict.
// All numbers are in the reader's unit, so that they can be compared as they are drawn.
import { DASH, decimal, toCelsius, toUnit } from "./format";
import type { Unit } from "./types";

export interface Bounds {
  low: number | null;
  high: number | null;
}

/** Values and limits are whole steps of 0.0001 °C; this is less than a step, and more than half a step in °F. */
const NOISE = 0.000_095;
const MOST_DIGITS = 4;
const NO_BOUNDS: Bounds = { low: null, high: null };

export const isAbove = (value: number, high: number | null): boolean =>
  high !== null && value - high > NOISE;

export const isBelow = (value: number, low: number | null): boolean =>
  low !== null && low - value > NOISE;

/** Whether a value is out of its limits. */
export const isBeyond = (value: number, { low, high }: Bounds): boolean =>
  isAbove(value, high) || isBelow(value, low);

/** Round °C to the steps in which values and limits are stored. */
export const rounded = (celsius: number): number => Math.round(celsius * 10_000) / 10_000 + 0;

/** The smallest number of decimals that passes the test; the most there can be if none does. */
function leastDigits(first: number, passes: (digits: number) => boolean): number {
  let digits = first;
  while (digits < MOST_DIGITS && !passes(digits)) digits += 1;
  return digits;
}

const at = (value: number, digits: number): number => Number(value.toFixed(digits));

const limitDigits = (limit: number): number =>
  leastDigits(1, (digits) => Math.abs(at(limit, digits) - limit) <= NOISE);

/** A limit as the number that it was set to: 39.99992 °F, which is 4.4444 °C, is 40. */
export const limitNumber = (limit: number): number => at(limit, limitDigits(limit));

/** "8.0", "4.4444": a limit with all of its decimals. */
export const limitText = (limit: number): string => decimal(limit, limitDigits(limit));

function valueDigits(value: number, { low, high }: Bounds, least: number): number {
  const lowShown = low === null ? null : limitNumber(low);
  const highShown = high === null ? null : limitNumber(high);
  return leastDigits(least, (digits) => {
    const shown = at(value, digits);
    return (
      (highShown !== null && shown > highShown) === isAbove(value, high) &&
      (lowShown !== null && shown < lowShown) === isBelow(value, low)
    );
  });
}

/** "8.0", or "8.04" if the high limit is 8.0: at least `least` decimals, and enough to agree with the verdict. */
export const valueText = (value: number, bounds: Bounds | null, least = 1): string =>
  decimal(value, valueDigits(value, bounds ?? NO_BOUNDS, least));

/** "1.3", "0.04": how far a value is beyond a limit, never "0.0". */
export function beyondText(value: number, limit: number, bounds: Bounds): string {
  const apart = Math.abs(value - limit);
  const least = Math.max(valueDigits(value, bounds, 1), limitDigits(limit));
  return decimal(
    apart,
    leastDigits(least, (digits) => at(apart, digits) > 0),
  );
}

/** Convert limits in °C to the reader's unit. */
export function boundsIn(bounds: Bounds | null, unit: Unit): Bounds {
  const { low, high } = bounds ?? NO_BOUNDS;
  return {
    low: low === null ? null : toUnit(low, unit),
    high: high === null ? null : toUnit(high, unit),
  };
}

/** "8.04": a temperature in °C beside the limits it is judged by, in the reader's unit; a dash for null. */
export const judgedDegrees = (celsius: number | null, bounds: Bounds | null, unit: Unit): string =>
  celsius === null ? DASH : valueText(toUnit(celsius, unit), boundsIn(bounds, unit));

/** A limit in the reader's unit as it is stored: in °C, rounded. */
export const limitInCelsius = (limit: number, unit: Unit): number =>
  rounded(toCelsius(limit, unit));

/** "8.0": a limit in °C, in the reader's unit; a dash for null. */
export const limitDegrees = (celsius: number | null, unit: Unit): string =>
  celsius === null ? DASH : limitText(toUnit(celsius, unit));
