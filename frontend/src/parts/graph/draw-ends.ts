// The lines' names at their right ends, so that colour is not the only cue.
import { valueText } from "@/domain/verdict";
import type { Model } from "./model";
import type { DrawnLine } from "./line";
import { font, withSavedState, type View } from "./view";

/** Width of the names and values at the right, in pixels. */
export const ENDS = 184;
const LONE = 20;
const NOTE = 14;

/** What is written in grey below a line's name, so that the name tells it from others of its own. */
export const notesOf = ({ place, period }: Pick<DrawnLine, "place" | "period">): string[] =>
  [place, period].filter((words): words is string => Boolean(words));

interface End {
  line: DrawnLine;
  value: number;
  y: number;
  tall: number;
}

/** Place labels as near to their y as possible without overlaps, within top and bottom. */
export function spread(ends: { y: number; tall: number }[], top: number, bottom: number): number[] {
  const order = ends.map((end, i) => ({ ...end, i })).sort((a, b) => a.y - b.y);
  const at: number[] = [];
  let free = top;
  for (const end of order) {
    at[end.i] = Math.max(free, end.y);
    free = (at[end.i] ?? 0) + end.tall;
  }
  let limit = bottom;
  for (const end of [...order].reverse()) {
    at[end.i] = Math.max(top, Math.min(at[end.i] ?? 0, limit - end.tall / 2));
    limit = (at[end.i] ?? 0) - end.tall / 2;
  }
  return at;
}

function cut(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) return text;
  let short = text;
  while (short.length > 1 && ctx.measureText(`${short}…`).width > width) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

interface Figure {
  text: string;
  /** It is not current. */
  old: boolean;
}

/** A line's figure: the latest value where the graph reaches now, else its last point in view. */
function figureOf(model: Model, line: DrawnLine, value: number): Figure {
  const limits = line.data.limits.at(-1) ?? null;
  const latest = model.current && line.shift === 0 ? line.latest : null;
  return latest
    ? { text: valueText(latest.value, limits), old: latest.old }
    : { text: valueText(value, limits), old: false };
}

/** "latest", "last average": what the figures at the ends are. */
export function endWords(model: Model): string {
  if (model.current && model.lines.every(({ latest, shift }) => shift !== 0 || latest != null))
    return "latest";
  return model.lines.every(({ data }) => data.bucket === null) ? "last reading" : "last average";
}

export function drawEnds(view: View, model: Model): void {
  const ends = model.lines.flatMap((line): End[] => {
    const i = line.data.avg.findLastIndex(
      (value, n) => value !== null && (line.data.time[n] ?? 0) <= model.to,
    );
    const value = line.data.avg[i];
    if (value == null) return [];
    // A line that ends outside the axis is named at its edge.
    const y = Math.min(view.bottom, Math.max(view.top, view.y(value)));
    return [{ line, value, y, tall: LONE + NOTE * notesOf(line).length }];
  });
  const places = spread(ends, view.top + 4, view.bottom);
  const { ctx, right, colours } = view;
  withSavedState(ctx, () => {
    ctx.textBaseline = "alphabetic";
    ctx.textAlign = "right";
    ctx.font = font(400);
    ctx.fillStyle = colours.text3;
    if (ends.length > 0) ctx.fillText(endWords(model), right + ENDS - 6, view.top - 15);
    ends.forEach(({ line, value, y }, i) => {
      const at = places[i] ?? y;
      const strong = model.pointed === null || model.pointed.key === line.key;
      ctx.globalAlpha = strong ? 1 : 0.55;
      ctx.strokeStyle = line.stroke;
      ctx.lineWidth = 1.25;
      ctx.setLineDash(line.shift === 0 ? [] : [3, 3]);
      ctx.beginPath();
      ctx.moveTo(right + 4, y);
      ctx.lineTo(right + 14, at - 3);
      ctx.stroke();
      ctx.textAlign = "right";
      ctx.font = font(600);
      const figure = figureOf(model, line, value);
      ctx.fillStyle = figure.old ? colours.text3 : colours.text;
      ctx.fillText(figure.text, right + ENDS - 6, at + 1);
      ctx.fillStyle = colours.text;
      ctx.textAlign = "left";
      const room = ENDS - 34 - ctx.measureText(figure.text).width;
      ctx.fillText(cut(ctx, line.name, room), right + 19, at + 1);
      ctx.font = font(400);
      ctx.fillStyle = colours.text3;
      notesOf(line).forEach((words, n) => {
        ctx.fillText(cut(ctx, words, ENDS - 26), right + 19, at + 1 + NOTE * (n + 1));
      });
    });
  });
}
