// Arrows at the plot's edges for values outside the axis: above the plot and below its lane, where no data is.
import { decimal } from "@/domain/format";
import { excursions } from "@/domain/exact-spans";
import { anyGrace } from "@/domain/graced-spans";
import { limitsOf } from "@/domain/graph-data";
import { isBeyond, valueText } from "@/domain/verdict";
import { placeLabels } from "./labels";
import type { Outside } from "./outside";
import { font, withSavedState, type View } from "./view";

/** Height of an arrow, and the distance to the plot's edge or to the lane, in pixels. */
const TALL = 11;
const OFF = { above: 3, below: 8 };
/** Arrows of one stretch this close together, in pixels, are one. */
const CLOSE = 12;
/** Height of the strip below the lane, in pixels. */
export const STRIP = 20;

function colourOf(view: View, { line, point, value, why, aside }: Outside): string {
  if (why !== null) return aside ? view.colours.text3 : view.colours.fault;
  const limits = point && limitsOf(line.data, point);
  if (!limits || !isBeyond(value, limits)) return line.stroke;
  const { from, to } = point;
  const counts =
    !anyGrace(line.data) || excursions(line.data).some(([a, b]) => from <= b && to >= a);
  return counts ? view.colours.out : line.stroke;
}

function textOf(view: View, { value, why, line, point }: Outside): string {
  const limits = point && limitsOf(line.data, point);
  const figure = limits ? valueText(value, limits) : decimal(value);
  return why === null || view.phone ? figure : `${figure} ${why}`;
}

/** The farthest of the set-aside values whose arrows would touch; every other value has an arrow of its own. */
export function thinned(outside: readonly Outside[], x: (time: number) => number): Outside[] {
  const kept: Outside[] = [];
  for (const outlier of outside) {
    const last = kept.at(-1);
    const touches = last?.aside && outlier.aside && x(outlier.time) - x(last.time) < CLOSE;
    if (!touches) kept.push(outlier);
    else if (Math.abs(outlier.value) > Math.abs(last.value)) kept[kept.length - 1] = outlier;
  }
  return kept;
}

export function drawOutside(view: View, outside: readonly Outside[]): void {
  const { ctx, top, bottom } = view;
  for (const side of ["above", "below"] as const) {
    const seen = outside.filter(
      (outlier) =>
        outlier.side === side &&
        view.x(outlier.time) >= view.left &&
        view.x(outlier.time) <= view.right,
    );
    const all = thinned(seen, view.x);
    withSavedState(ctx, () => {
      ctx.font = font(600);
      ctx.textBaseline = "alphabetic";
      ctx.lineWidth = 1.75;
      ctx.lineCap = "round";
      ctx.lineJoin = "round";
      const texts = all.map((outlier) => textOf(view, outlier));
      const sides = placeLabels(
        all.map(({ time }, i) => ({
          x: view.x(time),
          words: ctx.measureText(texts[i] ?? "").width,
        })),
        view.left,
        view.right,
      );
      const up = side === "above";
      const tip = up ? top - OFF.above - TALL : bottom + OFF.below + TALL;
      const back = up ? 1 : -1;
      all.forEach((outlier, i) => {
        const x = Math.round(view.x(outlier.time)) + 0.5;
        ctx.strokeStyle = ctx.fillStyle = colourOf(view, outlier);
        ctx.beginPath();
        ctx.moveTo(x, tip + TALL * back);
        ctx.lineTo(x, tip);
        ctx.moveTo(x - 4, tip + 5 * back);
        ctx.lineTo(x, tip);
        ctx.lineTo(x + 4, tip + 5 * back);
        ctx.stroke();
        const beside = sides[i];
        if (!beside) return;
        ctx.textAlign = beside === "left" ? "right" : "left";
        ctx.fillText(texts[i] ?? "", beside === "left" ? x - 8 : x + 8, up ? tip + 10 : tip);
      });
    });
  }
}
