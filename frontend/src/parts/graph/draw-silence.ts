// Gaps and faults: hatched, with ruled edges and, if it fits, the duration.
import { duration } from "@/time/duration";
import type { GraphData } from "@/domain/graph-data";
import { font, withSavedState, plate, type View } from "./view";

const EVERY = 7;
const LEAST = 3;

/** The x range of a span, at least three pixels wide; null if it is out of view. */
export function spanOnScreen(view: View, from: number, to: number): [number, number] | null {
  let a = view.x(from);
  let b = view.x(to);
  if (b < view.left || a > view.right) return null;
  if (b - a < LEAST) [a, b] = [(a + b - LEAST) / 2, (a + b + LEAST) / 2];
  return [Math.max(view.left, a), Math.min(view.right, b)];
}

export function drawSilence(view: View, data: GraphData): void {
  const { ctx, top, bottom, colours } = view;
  for (const [from, to] of data.unknown) {
    const span = spanOnScreen(view, from, to);
    if (!span) continue;
    const [a, b] = span;
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

/** Write "no data, 2 h 10 min" in the middle of each gap that is wide enough. */
export function writeSilence(view: View, data: GraphData): void {
  const middle = (view.top + view.bottom) / 2 + 30;
  view.ctx.font = font(600);
  for (const [from, to] of data.unknown) {
    const span = spanOnScreen(view, from, to);
    const length = duration(to - from);
    const word = data.faults.some(([a, b]) => a <= from && b >= to) ? "fault" : "no data";
    const needs =
      Math.max(view.ctx.measureText(length).width, view.ctx.measureText(word).width) + 20;
    if (!span || span[1] - span[0] < needs) continue;
    const at = (span[0] + span[1]) / 2;
    plate(view, word, at, middle - 8, { align: "center" });
    plate(view, length, at, middle + 9, {
      align: "center",
      weight: 600,
      colour: view.colours.text,
    });
  }
}
