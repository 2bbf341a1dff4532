// Sizes of what surrounds the plot, in pixels.
import { decimal } from "@/domain/format";
import { STRIP } from "./draw-outside";
import type { Model } from "./model";

/** Space above the plot. */
export const ABOVE = 28;
const BELOW = 34;

/** Height of the strip of arrows at values below the scale; 0 without such values. */
export const strip = ({ outside }: Model): number =>
  outside.some(({ side }) => side === "below") ? STRIP : 0;

/** Space below the plot: the time axis and that strip. */
export const below = (model: Model): number => BELOW + strip(model);

/** Width of the vertical axis, in pixels. */
export function gutter({ scale, phone }: Model): number {
  const longest = Math.max(...scale.ticks.map((tick) => decimal(tick, scale.digits).length));
  return Math.max(phone ? 26 : 34, 10 + longest * 7);
}
