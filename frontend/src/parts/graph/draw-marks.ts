// Readings that do not count, the newest point, and the lane under the plot.
import { decimal } from "@/domain/format";
import { excursions } from "@/domain/exact-spans";
import type { GraphData, LimitStep, Mark } from "@/domain/graph-data";
import { SET_ASIDE, uncountedWords } from "@/domain/quality";
import { isBeyond } from "@/domain/verdict";
import type { DrawnLine } from "./line";
import { placePlate, plateWidth } from "./plates";
import type { Space } from "./space";
import { spanOnScreen } from "./span-on-screen";
import type { View } from "./view";

const inView = (view: View, { time, value }: Mark): boolean => {
  const [x, y] = [view.x(time), view.y(value)];
  return x >= view.left && x <= view.right && y >= view.top && y <= view.bottom;
};

const isAside = ({ quality }: Mark): boolean => (quality & SET_ASIDE) !== 0;

/**
 * Name readings that do not count beside their marks, where nothing is. Call before drawing data. Those
 * set aside are named together, by their stretch.
 */
export function nameMarks(view: View, space: Space, data: GraphData): void {
  const named = data.marks.filter((mark) => inView(view, mark) && !isAside(mark));
  for (const mark of named) {
    const text = `${decimal(mark.value)} ${uncountedWords(mark.quality) ?? ""}`;
    const wide = plateWidth(view, text);
    const [x, y] = [view.x(mark.time), view.y(mark.value)];
    const places = [0, -16, 16].flatMap((by) =>
      [x + 8, x - 8 - wide].map((left): [number, number] => [left, y + by]),
    );
    const inside = places.filter(([left]) => left >= view.left && left + wide <= view.right);
    placePlate(view, space, text, inside, { colour: view.colours.fault, optional: true });
  }
}

/** Draw readings that do not count as crosses; those set aside are grey and smaller. */
export function drawMarks(view: View, data: GraphData): void {
  const { colours } = view;
  const marks = data.marks.filter((mark) => inView(view, mark));
  crosses(view, marks.filter(isAside), 2.5, colours.text3);
  crosses(
    view,
    marks.filter((mark) => !isAside(mark)),
    3.5,
    colours.fault,
  );
}

function crosses(view: View, marks: Mark[], size: number, colour: string): void {
  const { ctx } = view;
  ctx.strokeStyle = colour;
  ctx.lineWidth = size / 2;
  ctx.lineCap = "round";
  ctx.beginPath();
  for (const mark of marks) {
    const x = Math.round(view.x(mark.time)) + 0.5;
    const y = view.y(mark.value);
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
  }
  ctx.stroke();
}

/** Draw a dot at a line's newest point, unless the line ends in a gap. Call before drawing lines: its ring covers none. */
export function drawNewest(view: View, { data, stroke }: DrawnLine, limits: LimitStep[]): void {
  const i = data.avg.length - 1;
  const time = data.time[i];
  const value = data.avg[i];
  const silent = data.unknown.at(-1);
  if (time === undefined || value == null || (silent && silent[1] >= data.to && silent[0] >= time))
    return;
  const y = view.y(value);
  if (y < view.top - 1 || y > view.bottom + 1) return;
  const step = limits.find((step) => time >= step.from && time <= step.to);
  const out = step && isBeyond(value, step);
  const { ctx, colours } = view;
  ctx.beginPath();
  ctx.arc(Math.min(view.x(time), view.right), y, 4, 0, 2 * Math.PI);
  ctx.fillStyle = out ? colours.out : stroke;
  ctx.fill();
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
