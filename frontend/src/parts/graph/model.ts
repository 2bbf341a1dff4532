// The graph's model: lines, limits, range and scales.
import type { GraphData, LimitStep } from "@/domain/graph-data";
import { timeTicks, type TimeTick } from "@/time/ticks";
import { valueScale, type ValueScale } from "@/domain/value-scale";
import { UNTRUSTED } from "@/domain/quality";
import type { Unit } from "@/domain/types";
import { differenceToUnit } from "@/domain/format";
import { degreesTall } from "@/domain/units";
import { drawnLines, type DrawnLine, type GraphLine } from "./line";
import { outsideOf, wildOf, type Outside } from "./outside";
import type { Colours } from "./view";

/** Everything that determines the graph's appearance; the plugin reads it at each draw. */
export interface Model {
  lines: DrawnLine[];
  /** The only line at its own time; null if there are several. */
  main: DrawnLine | null;
  /** With several lines, the one that is pointed at. */
  pointed: DrawnLine | null;
  /** The limits that are drawn, and the name of their owner. */
  limits: LimitStep[];
  limitsOf: string;
  /** The range in view; while new data is loading it differs from the data's range. */
  from: number;
  to: number;
  scale: ValueScale;
  /** The values outside the scale, in time order. */
  outside: Outside[];
  /** The axis could leave values out: it does, or it would if it did not show all. */
  wild: boolean;
  ticks: TimeTick[];
  zone: string;
  unitSign: string;
  colours: Colours;
  phone: boolean;
  follows: boolean;
  /** The range reaches now. */
  current: boolean;
  /** A gesture is in progress, or data is loading. */
  moving: boolean;
  /** A span that was chosen elsewhere on the page. */
  chosen: { from: number; to: number } | null;
  /** Lines have their names at their right ends. */
  named: boolean;
}

interface ModelInput extends Pick<
  Model,
  "from" | "to" | "zone" | "unitSign" | "colours" | "phone" | "follows" | "moving"
> {
  lines: readonly GraphLine[];
  pointed: string | null;
  unit: Unit;
  /** The scale contains all values, even those that it would leave out. */
  all?: boolean;
  now?: number;
  chosen?: Model["chosen"];
  /** Width of the graph, in pixels. */
  width: number;
}

const nameOf = (value: number, time: number) => `${value}@${time}`;

/**
 * The values that the scale must contain: values and limits in view without the wild ones. Suspect
 * readings and those set aside are left out, too; those at an unsure time are temperatures.
 */
function shownValues(
  lines: DrawnLine[],
  limits: LimitStep[],
  from: number,
  to: number,
  left: Outside[] | null,
): number[] {
  const values: number[] = [];
  const seen = (time: number) => time >= from && time <= to;
  for (const line of lines) {
    const wild = new Set(
      left?.flatMap((outlier) =>
        outlier.line === line ? [nameOf(outlier.value, outlier.time)] : [],
      ),
    );
    const add = (value: number | null | undefined, time: number) => {
      if (value != null && seen(time) && !wild.has(nameOf(value, time))) values.push(value);
    };
    const { data } = line;
    data.time.forEach((time, i) => {
      add(data.min[i], time);
      add(data.max[i], time);
    });
    for (const { time, value, quality } of data.marks)
      if (left === null || !(quality & UNTRUSTED)) add(value, time);
  }
  for (const step of limits) {
    if (step.from > to || step.to < from) continue;
    for (const limit of [step.low, step.high]) if (limit !== null) values.push(limit);
  }
  return values;
}

const same = (a: LimitStep[], b: LimitStep[]): boolean =>
  a.length === b.length &&
  a.every((step, i) => {
    const other = b[i];
    return (
      other &&
      step.from === other.from &&
      step.to === other.to &&
      step.low === other.low &&
      step.high === other.high
    );
  });

const WORDS = [
  "",
  "",
  "both",
  "all three",
  "all four",
  "all five",
  "all six",
  "all seven",
  "all eight",
];

/** One sensor's limits; with several sensors the limits they share, else those of the one pointed at. */
function limitsShown(
  own: DrawnLine[],
  pointed: DrawnLine | null,
): Pick<Model, "limits" | "limitsOf"> {
  const [first] = own;
  if (!first) return { limits: [], limitsOf: "" };
  if (own.every(({ data }) => same(data.limits, first.data.limits)))
    return { limits: first.data.limits, limitsOf: WORDS[own.length] ?? "" };
  return pointed
    ? { limits: pointed.data.limits, limitsOf: pointed.full ?? pointed.name }
    : { limits: [], limitsOf: "" };
}

export function modelOf({
  unit,
  width,
  lines: wanted,
  pointed: key,
  all = false,
  now = Infinity,
  chosen = null,
  ...input
}: ModelInput): Model {
  const { from, to, zone, phone } = input;
  const lines = drawnLines(wanted, input.colours);
  const own = lines.filter((line) => line.shift === 0);
  const main = own.length === 1 ? (own[0] ?? null) : null;
  const pointed = own.find((line) => line.key === key) ?? null;
  const shown = limitsShown(own, pointed);
  // All limits, so that pointing at a line does not change the scale.
  const allLimits = own.flatMap(({ data }) => data.limits);
  // The scale stays the same during a gesture: it contains all loaded values, not only those in view.
  const [start, end] = input.moving ? [-Infinity, Infinity] : [from, to];
  const named = lines.length > 1 && !phone;
  const tall = degreesTall(unit);
  const most = phone ? 6 : 7;
  const scaled = (left: Outside[] | null): ValueScale => {
    const values = shownValues(lines, allLimits, start, end, left);
    // Where nothing counts and nothing is judged, the axis can only follow what there is.
    return values.length === 0 && left !== null ? scaled(null) : valueScale(values, tall, most);
  };
  const wild = wildOf(lines, start, end, differenceToUnit(1, unit), now);
  const fitting = scaled(wild);
  const outside = outsideOf(wild, lines, from, to, fitting);
  return {
    ...input,
    ...shown,
    lines,
    main,
    pointed,
    named,
    chosen,
    current: input.follows || to >= now,
    scale: all ? scaled(null) : fitting,
    outside: all ? [] : outside,
    wild: outside.length > 0,
    ticks: timeTicks(
      from,
      to,
      zone,
      phone ? 4 : Math.max(4, Math.floor((width - (named ? 184 : 0)) / 130)),
    ),
  };
}

/** The data whose gaps and marks are drawn: the only line's, or that of the line pointed at. */
export const focusedData = (model: Model): GraphData | null =>
  (model.main ?? model.pointed)?.data ?? null;
