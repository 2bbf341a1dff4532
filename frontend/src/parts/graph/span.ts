// Gestures applied to a range: panned, zoomed or pinched.
import { fixed, follows } from "@/time/range";

export interface Span {
  from: number;
  to: number;
}

/** Move by a share of the length; positive is later. */
export function panned({ from, to }: Span, share: number): Span {
  const by = share * (to - from);
  return { from: from + by, to: to + by };
}

/** Scale the length by `factor` around the point at `share` of the width. */
export function zoomed({ from, to }: Span, factor: number, share: number): Span {
  const about = from + Math.min(1, Math.max(0, share)) * (to - from);
  return { from: about - (about - from) * factor, to: about + (to - about) * factor };
}

/** Keep the instants that were under both fingers under them. */
export function pinched(
  { from, to }: Span,
  [p, q]: [number, number],
  [a, b]: [number, number],
): Span {
  // Fingers that meet or cross would reverse time.
  if ((b - a) * (q - p) <= 0) return { from, to };
  const span = ((to - from) * (q - p)) / (b - a);
  const start = from + p * (to - from) - a * span;
  return { from: start, to: start + span };
}

/** Clip a span to what can be shown: not beyond now, neither too short nor too long. */
export function shown({ from, to }: Span, now: number): Span {
  const range = fixed(from, to, now);
  return follows(range) ? { from, to } : range;
}
