// Spans of time as columns of pixels.
import type { View } from "./view";

const LEAST = 3;

/** The x range of a span, at least three pixels wide; null if it is out of view. */
export function spanOnScreen(
  view: Pick<View, "x" | "left" | "right">,
  from: number,
  to: number,
): [number, number] | null {
  let a = view.x(from);
  let b = view.x(to);
  if (b < view.left || a > view.right) return null;
  if (b - a < LEAST) [a, b] = [(a + b - LEAST) / 2, (a + b + LEAST) / 2];
  return [Math.max(view.left, a), Math.min(view.right, b)];
}
