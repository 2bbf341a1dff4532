// Text in the plot: drawn before the data, on a ground of the surface's colour, where no data is.
import type { Box, Space } from "./space";
import { font, type View } from "./view";

interface Style {
  colour?: string;
  weight?: number;
}

export const PLATE = 19;
const EDGE = 6;

export const plateWidth = (view: View, text: string, weight = 500): number => {
  view.ctx.font = font(weight);
  return view.ctx.measureText(text).width + 2 * EDGE;
};

/** The box of a plate whose left edge is at `x` and whose middle is at `y`, moved into the plot. */
export function plateBox(view: View, width: number, x: number, y: number, tall = PLATE): Box {
  const left = Math.max(view.left, Math.min(view.right - width, x));
  const top = Math.max(view.top, Math.min(view.bottom - tall, y - tall / 2));
  return { left, top, right: left + width, bottom: top + tall };
}

export function drawPlate(
  view: View,
  text: string,
  { left, top, right, bottom }: Box,
  { colour = view.colours.text2, weight = 500 }: Style = {},
): void {
  const { ctx } = view;
  ctx.font = font(weight);
  ctx.fillStyle = view.colours.surface;
  ctx.beginPath();
  ctx.roundRect(left, top, right - left, bottom - top, 4);
  ctx.fill();
  ctx.fillStyle = colour;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(text, (left + right) / 2, (top + bottom) / 2 + 4.5);
}

/**
 * Draw a plate at the first place that is free, and take it. Where none is free it is omitted if it may
 * be, else drawn where it covers least: the data is drawn over it.
 * @param places left edges and middles, the best one first
 */
export function placePlate(
  view: View,
  space: Space,
  text: string,
  places: readonly (readonly [x: number, y: number])[],
  style: Style & { optional?: boolean } = {},
): void {
  const width = plateWidth(view, text, style.weight);
  const best = space.best(places.map(([x, y]) => plateBox(view, width, x, y)));
  if (!best || (style.optional && best.covered > 0)) return;
  space.take(best.box);
  drawPlate(view, text, best.box, style);
}
