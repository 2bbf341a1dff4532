// Where a value lies between two ends: the one division of every scale.

/**
 * The part of the way from one end to the other, 0 to 1, or beyond. The middle if it is undefined: if
 * the ends are equal, as with a single reading, or something is no number.
 */
export function portion(value: number, from: number, to: number): number {
  const part = (value - from) / (to - from);
  return Number.isFinite(part) ? part : 0.5;
}
