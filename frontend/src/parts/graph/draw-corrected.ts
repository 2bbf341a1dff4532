// What a person corrected: a stretch set aside has a ground of its own, other stretches a line along the top.
import { doneWords } from "@/domain/correction-words";
import type { CorrectedSpan } from "@/domain/correction";
import type { GraphData } from "@/domain/graph-data";
import { PLATE, placePlate, plateWidth } from "./plates";
import type { Space } from "./space";
import { spanOnScreen } from "./span-on-screen";
import { withSavedState, type View } from "./view";

const DASH = [3, 3];

const shownOf = ({ corrected = [] }: GraphData, aside: boolean): CorrectedSpan[] =>
  corrected.filter(({ kind, left }) => !left && (kind === "set_aside") === aside);

/** Ground for what was set aside, with dashed edges. Call before drawing anything else. */
export function drawSetAside(view: View, data: GraphData): void {
  const { ctx, top, bottom, colours } = view;
  for (const { from, to } of shownOf(data, true)) {
    const span = spanOnScreen(view, from, to);
    if (!span) continue;
    const [a, b] = span;
    withSavedState(ctx, () => {
      ctx.fillStyle = colours.text3;
      ctx.globalAlpha = 0.14;
      ctx.fillRect(a, top, b - a, bottom - top);
      ctx.globalAlpha = 0.7;
      ctx.strokeStyle = colours.text3;
      ctx.lineWidth = 1;
      ctx.setLineDash(DASH);
      ctx.beginPath();
      for (const edge of [a, b]) {
        ctx.moveTo(Math.round(edge) + 0.5, top);
        ctx.lineTo(Math.round(edge) + 0.5, bottom);
      }
      ctx.stroke();
    });
  }
}

/** A line along the top of the plot over what was read in another unit or shifted. */
export function drawRead(view: View, data: GraphData): void {
  const { ctx, top, colours } = view;
  withSavedState(ctx, () => {
    ctx.strokeStyle = colours.text3;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    for (const { from, to } of shownOf(data, false)) {
      const span = spanOnScreen(view, from, to);
      if (!span) continue;
      const [a, b] = [Math.round(span[0]) + 0.5, Math.round(span[1]) - 0.5];
      ctx.moveTo(a, top + 6);
      ctx.lineTo(a, top + 1);
      ctx.lineTo(b, top + 1);
      ctx.lineTo(b, top + 6);
    }
    ctx.stroke();
  });
}

/** Name each stretch that is wide enough, near its top, where nothing is. Call before drawing data. */
export function nameCorrected(view: View, space: Space, data: GraphData): void {
  for (const { from, to, of } of [...shownOf(data, true), ...shownOf(data, false)]) {
    const span = spanOnScreen(view, from, to);
    const text = doneWords(of);
    const wide = plateWidth(view, text);
    if (!span || span[1] - span[0] < wide + 8) continue;
    const left = (span[0] + span[1] - wide) / 2;
    const heights = [0, 1, 2, 3].map((row) => view.top + 10 + PLATE / 2 + row * (PLATE + 2));
    placePlate(
      view,
      space,
      text,
      heights.map((y) => [left, y]),
      { optional: true },
    );
  }
}
