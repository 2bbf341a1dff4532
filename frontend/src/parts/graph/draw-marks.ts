// Readings that do not count, the newest point, and the lane under the plot.
import { decimal } from "@/domain/format";
import { excursions, type GraphData, type LimitStep } from "@/domain/graph-data";
import { uncountedWords } from "@/domain/quality";
import { isBeyond } from "@/domain/verdict";
import { spanOnScreen } from "./draw-silence";
import { placeLabels } from "./labels";
import type { DrawnLine } from "./line";
import { plate, type View } from "./view";

/** Draw readings that do not count as crosses with their values, or as arrows at the edge if off scale. */
export function drawMarks(view: View, data: GraphData): void {
  const { ctx, colours, top, bottom } = view;
  const shown = data.marks.filter(
    ({ time }) => view.x(time) >= view.left && view.x(time) <= view.right,
  );
  const texts = shown.map(({ value, quality }) => {
    const y = view.y(value);
    return `${decimal(value)} ${uncountedWords(quality) ?? ""}${(y < top || y > bottom) && !view.phone ? ", off scale" : ""}`;
  });
  const marks = shown.map(({ time }, i) => ({
    x: view.x(time),
    words: ctx.measureText(texts[i] ?? "").width,
  }));
  const sides = placeLabels(marks, view.left, view.right);
  for (const [i, { time, value }] of shown.entries()) {
    const x = Math.round(view.x(time)) + 0.5;
    const y = view.y(value);
    ctx.strokeStyle = colours.fault;
    ctx.lineWidth = 1.75;
    ctx.lineCap = "round";
    ctx.lineJoin = "round";
    ctx.beginPath();
    if (y < top) arrow(ctx, x, top + 3, 1);
    else if (y > bottom) arrow(ctx, x, bottom - 3, -1);
    else {
      ctx.moveTo(x - 3.5, y - 3.5);
      ctx.lineTo(x + 3.5, y + 3.5);
      ctx.moveTo(x + 3.5, y - 3.5);
      ctx.lineTo(x - 3.5, y + 3.5);
    }
    ctx.stroke();
    const side = sides[i];
    if (!side) continue;
    plate(
      view,
      texts[i] ?? "",
      side === "left" ? x - 8 : x + 8,
      y < top ? top + 9 : y > bottom ? bottom - 12 : y,
      {
        colour: colours.fault,
        align: side === "left" ? "right" : "left",
      },
    );
  }
}

function arrow(ctx: CanvasRenderingContext2D, x: number, tip: number, down: 1 | -1): void {
  ctx.moveTo(x, tip + 13 * down);
  ctx.lineTo(x, tip);
  ctx.moveTo(x - 4, tip + 5 * down);
  ctx.lineTo(x, tip);
  ctx.lineTo(x + 4, tip + 5 * down);
}

/** Draw a dot at a line's newest point, unless the line ends in a gap. */
export function drawNewest(view: View, { data, stroke }: DrawnLine, limits: LimitStep[]): void {
  const i = data.avg.length - 1;
  const time = data.time[i];
  const value = data.avg[i];
  const silent = data.unknown.at(-1);
  if (time === undefined || value == null || (silent && silent[1] >= data.to && silent[0] >= time))
    return;
  const step = limits.find((step) => time >= step.from && time <= step.to);
  const out = step && isBeyond(value, step);
  const { ctx, colours } = view;
  ctx.beginPath();
  ctx.arc(Math.min(view.x(time), view.right), view.y(value), 4, 0, 2 * Math.PI);
  ctx.fillStyle = out ? colours.out : stroke;
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.strokeStyle = colours.surface;
  ctx.stroke();
}

/** Draw the four-pixel lane under the plot: out of range, fault, no data; spans are at least three pixels wide. */
export function drawLane(view: View, all: GraphData[]): void {
  const { ctx, colours, bottom } = view;
  const draw = (spans: [number, number][], colour: string) => {
    ctx.fillStyle = colour;
    for (const [from, to] of spans) {
      const span = spanOnScreen(view, from, to);
      if (span) ctx.fillRect(span[0], bottom + 1, span[1] - span[0], 4);
    }
  };
  // The worst is drawn last, on top, whichever sensor has it.
  for (const { gaps } of all) draw(gaps, colours.hatch);
  for (const { faults } of all) draw(faults, colours.fault);
  for (const data of all) draw(excursions(data), colours.out);
}
