// Where the figures at the cursor stand: beside the line where no data is, else above or below the plot.
import type { Frame, Space } from "./space";

export interface TipSize {
  width: number;
  height: number;
}

interface Around {
  /** The cursor, from the graph's left edge, in pixels. */
  at: number;
  /** Width and height of the graph with its axes, in pixels. */
  outer: TipSize;
  /** The graph's top edge in the window, in pixels. */
  windowTop: number;
  /** Where text stands above the plot, which the figures leave free. */
  headroom: number;
}

const ASIDE = 14;
const STEP = 12;
/** How much farther from the line it may stand, where there is no place beside it. */
const FARTHER = [0, 40, 80, 120];
const AIR = 4;
/** Height of the bar at the top of the window, in pixels. */
const BAR = 48;

/** Left and top edge, relative to the graph; `phone` never lies in the plot. */
export function placeTip(
  frame: Frame,
  space: Space,
  { width, height }: TipSize,
  { at, outer, windowTop, headroom }: Around,
  phone: boolean,
): { left: number; top: number } {
  const sides = FARTHER.flatMap((by) => [at + ASIDE + by, at - ASIDE - by - width]).filter(
    (left) => left >= frame.left && left + width <= outer.width,
  );
  if (!phone)
    for (const left of sides)
      for (let top = frame.top + 6; top + height <= frame.bottom - AIR; top += STEP) {
        const box = { left: left - AIR, top: top - AIR, right: left + width + AIR };
        if (space.covered({ ...box, bottom: top + height + AIR }) === 0) return { left, top };
      }
  const left = phone ? 0 : Math.max(0, Math.min(outer.width - width, at - width / 2));
  const above = frame.top - headroom - height;
  return { left, top: windowTop + above >= BAR ? above : outer.height + AIR };
}
