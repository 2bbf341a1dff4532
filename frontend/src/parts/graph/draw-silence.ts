// Gaps and faults: hatched, with ruled edges and, if it fits, the duration.
import { duration } from "@/time/duration";
import type { GraphData } from "@/domain/graph-data";
import { drawPlate, plateBox, plateWidth, PLATE } from "./plates";
import { spanOnScreen } from "./span-on-screen";
import type { Space } from "./space";
import { withSavedState, type View } from "./view";

const EVERY = 7;
/** Readings this close together, in pixels, do not interrupt the hatch: they are drawn over it. */
const APART = 4;

/** The unknown spans on the screen; those with less than a few pixels between them are one ground. */
export function hatched(view: View, unknown: [number, number][]): [number, number][] {
  const spans: [number, number][] = [];
  for (const [from, to] of unknown) {
    const span = spanOnScreen(view, from, to);
    const last = spans.at(-1);
    if (!span) continue;
    if (last && span[0] - last[1] < APART) last[1] = Math.max(last[1], span[1]);
    else spans.push(span);
  }
  return spans;
}

export function drawSilence(view: View, data: GraphData): void {
  const { ctx, top, bottom, colours } = view;
  for (const [a, b] of hatched(view, data.unknown)) {
    withSavedState(ctx, () => {
      ctx.beginPath();
      ctx.rect(a, top, b - a, bottom - top);
      ctx.clip();
      ctx.beginPath();
      const height = bottom - top;
      // From a fixed origin, so that neighbouring spans share one pattern.
      const first = Math.floor((a - height) / (EVERY * Math.SQRT2)) * EVERY * Math.SQRT2;
      for (let x = first; x < b; x += EVERY * Math.SQRT2) {
        ctx.moveTo(x, bottom);
        ctx.lineTo(x + height, top);
      }
      ctx.strokeStyle = colours.hatch;
      ctx.globalAlpha = 0.8;
      ctx.lineWidth = 1.2;
      ctx.stroke();
    });
    ctx.strokeStyle = colours.hatch;
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (const edge of [a, b]) {
      ctx.moveTo(Math.round(edge) + 0.5, top);
      ctx.lineTo(Math.round(edge) + 0.5, bottom);
    }
    ctx.stroke();
  }
}

/** Shade a span without data yet: not loaded, or in the future. */
export function drawNotYet(view: View, from: number, to: number): void {
  const [a, b] = [Math.max(view.left, view.x(from)), Math.min(view.right, view.x(to))];
  if (b - a < 1) return;
  view.ctx.fillStyle = view.colours.sunken;
  view.ctx.fillRect(a, view.top, b - a, view.bottom - view.top);
}

/** Ground for a span that was chosen in a list. */
export function drawChosen(view: View, { from, to }: { from: number; to: number }): void {
  const span = spanOnScreen(view, from, to);
  if (!span) return;
  view.ctx.fillStyle = view.colours.chosen;
  view.ctx.fillRect(span[0], view.top, span[1] - span[0], view.bottom - view.top);
}

/** Write "no data, 2 h 10 min" in each gap that is wide enough, near its middle where nothing is. */
export function writeSilence(view: View, space: Space, data: GraphData): void {
  const middle = (view.top + view.bottom) / 2 + 30;
  const heights = [0, -40, 40, -80, 80, -120, 120].map((by) => middle + by);
  for (const [from, to] of data.unknown) {
    const span = spanOnScreen(view, from, to);
    const length = duration(to - from);
    const word = data.faults.some(([a, b]) => a <= from && b >= to) ? "fault" : "no data";
    const [wordWide, lengthWide] = [plateWidth(view, word), plateWidth(view, length, 600)];
    const wide = Math.max(wordWide, lengthWide);
    if (!span || span[1] - span[0] < wide + 8) continue;
    const at = (span[0] + span[1]) / 2;
    const best = space.best(heights.map((y) => plateBox(view, wide, at - wide / 2, y, 2 * PLATE)));
    if (!best) continue;
    space.take(best.box);
    const { top, bottom } = best.box;
    const line = (width: number, y: number) => plateBox(view, width, at - width / 2, y);
    drawPlate(view, word, line(wordWide, top + PLATE / 2 + 1));
    drawPlate(view, length, line(lengthWide, bottom - PLATE / 2 - 1), {
      weight: 600,
      colour: view.colours.text,
    });
  }
}
