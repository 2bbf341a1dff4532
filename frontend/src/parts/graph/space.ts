// Where the plot has data, so that labels are placed where none is.
import type { GraphData } from "@/domain/graph-data";
import type { DrawnLine } from "./line";
import { runs } from "./series-paths";
import type { View } from "./view";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The plot and its two scales, without a canvas. */
export type Frame = Pick<View, "left" | "right" | "top" | "bottom" | "x" | "y">;

/** Half a line's width and some air, in pixels. */
const AIR = 3;
/** Half the size of a mark or a lone reading, in pixels. */
const MARK = 6;

/** What is taken in each column of pixels, as spans of y. */
export class Space {
  private readonly columns: [top: number, bottom: number][][];

  constructor(private readonly frame: Frame) {
    const width = Math.max(0, Math.ceil(frame.right - frame.left) + 1);
    this.columns = Array.from({ length: width }, () => []);
  }

  private taken(left: number, right: number, add: (x: number) => [number, number]): void {
    const first = Math.max(0, Math.floor(left - this.frame.left));
    const last = Math.min(this.columns.length - 1, Math.ceil(right - this.frame.left));
    for (let i = first; i <= last; i += 1) this.columns[i]?.push(add(i + this.frame.left));
  }

  take({ left, top, right, bottom }: Box): void {
    this.taken(left, right, () => [top, bottom]);
  }

  takeMark(x: number, y: number): void {
    this.take({ left: x - MARK, right: x + MARK, top: y - MARK, bottom: y + MARK });
  }

  /** Take the band between two points of a line, whose ends are [x, top, bottom]. */
  private takeBand([a, high, low]: Ends, [b, nextHigh, nextLow]: Ends): void {
    const along = (from: number, to: number, x: number) =>
      b > a ? from + (to - from) * Math.min(1, Math.max(0, x - a) / (b - a)) : from;
    this.taken(a, b, (x) => {
      const highs = [along(high, nextHigh, x - 1), along(high, nextHigh, x + 1)];
      const lows = [along(low, nextLow, x - 1), along(low, nextLow, x + 1)];
      return [Math.min(...highs) - AIR, Math.max(...lows) + AIR];
    });
  }

  takeLine({ data }: Pick<DrawnLine, "data">): void {
    const { x, y } = this.frame;
    const ends = (i: number): Ends => {
      const [top, bottom] =
        data.bucket === null ? [data.avg[i], data.avg[i]] : [data.max[i], data.min[i]];
      return [x(data.time[i] ?? 0), y(top ?? 0), y(bottom ?? 0)];
    };
    for (const run of runs(data.avg)) {
      const [only] = run;
      if (run.length === 1 && only !== undefined) {
        const [at, top, bottom] = ends(only);
        this.take({ left: at - MARK, right: at + MARK, top: top - MARK, bottom: bottom + MARK });
      }
      for (let n = 1; n < run.length; n += 1)
        this.takeBand(ends(run[n - 1] ?? 0), ends(run[n] ?? 0));
    }
  }

  takeMarks({ marks }: GraphData): void {
    for (const { time, value } of marks) this.takeMark(this.frame.x(time), this.frame.y(value));
  }

  /** How much of a box is taken, in pixels; 0 if it is free. */
  covered({ left, top, right, bottom }: Box): number {
    const first = Math.max(0, Math.floor(left - this.frame.left));
    const last = Math.min(this.columns.length - 1, Math.ceil(right - this.frame.left));
    let sum = 0;
    for (let i = first; i <= last; i += 1)
      for (const [a, b] of this.columns[i] ?? [])
        sum += Math.max(0, Math.min(b, bottom) - Math.max(a, top));
    return sum;
  }

  /** The first free box, else the one with the smallest part taken; null without boxes. */
  best(boxes: Box[]): { box: Box; covered: number } | null {
    let best: { box: Box; covered: number } | null = null;
    for (const box of boxes) {
      const covered = this.covered(box);
      if (best === null || covered < best.covered) best = { box, covered };
      if (covered === 0) break;
    }
    return best;
  }
}

type Ends = [x: number, top: number, bottom: number];

/** The space that lines and their readings that do not count leave. */
export function spaceOf(frame: Frame, lines: readonly DrawnLine[]): Space {
  const space = new Space(frame);
  for (const line of lines) {
    space.takeLine(line);
    space.takeMarks(line.data);
  }
  return space;
}
