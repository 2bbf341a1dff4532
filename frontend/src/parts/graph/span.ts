// What a hand makes of a range: moved, or stretched about a place that stays where it is.
import { fixed, follows } from "@/time/range";

export interface Span {
  from: number;
  to: number;
}

/** By this share of its length: positive is later. */
export function panned({ from, to }: Span, share: number): Span {
  const by = share * (to - from);
  return { from: from + by, to: to + by };
}

/** Twice as long for factor 2; what lies at `share` of the width stays there. */
export function zoomed({ from, to }: Span, factor: number, share: number): Span {
  const about = from + Math.min(1, Math.max(0, share)) * (to - from);
  return { from: about - (about - from) * factor, to: about + (to - about) * factor };
}

/** What was under both fingers stays under them. */
export function pinched(
  { from, to }: Span,
  [p, q]: [number, number],
  [a, b]: [number, number],
): Span {
  // Fingers that cross or meet would turn time around.
  if ((b - a) * (q - p) <= 0) return { from, to };
  const span = ((to - from) * (q - p)) / (b - a);
  const start = from + p * (to - from) - a * span;
  return { from: start, to: start + span };
}

/** The span as it will be shown: never beyond now, and neither too short nor too long. */
export function shown({ from, to }: Span, now: number): Span {
  const range = fixed(from, to, now);
  return follows(range) ? { from, to } : range;
}
