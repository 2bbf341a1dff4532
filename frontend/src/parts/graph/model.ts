// The graph's model: lines, limits, range and scales.
import type { GraphData, LimitStep } from "@/domain/graph-data";
import { timeTicks, type TimeTick } from "@/time/ticks";
import { valueScale, type ValueScale } from "@/domain/value-scale";
import { SUSPECT } from "@/domain/quality";
import type { Unit } from "@/domain/types";
import { degreesTall } from "@/domain/units";
import { drawnLines, type DrawnLine, type GraphLine } from "./line";
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
  ticks: TimeTick[];
  zone: string;
  unitSign: string;
  colours: Colours;
  phone: boolean;
  follows: boolean;
  /** A gesture is in progress, or data is loading. */
  moving: boolean;
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
  /** Width of the graph, in pixels. */
  width: number;
}

/**
 * The values that the scale must contain: values and limits in view. Suspect
 * readings are left out; those at an unsure time are temperatures, too.
 */
function shownValues(lines: DrawnLine[], limits: LimitStep[], from: number, to: number): number[] {
  const values: number[] = [];
  for (const { data } of lines) {
    data.time.forEach((time, i) => {
      const low = data.min[i];
      const high = data.max[i];
      if (time >= from && time <= to && low != null && high != null) values.push(low, high);
    });
    for (const { time, value, quality } of data.marks)
      if (time >= from && time <= to && !(quality & SUSPECT)) values.push(value);
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
    ? { limits: pointed.data.limits, limitsOf: pointed.name }
    : { limits: [], limitsOf: "" };
}

export function modelOf({ unit, width, lines: wanted, pointed: key, ...input }: ModelInput): Model {
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
  return {
    ...input,
    ...shown,
    lines,
    main,
    pointed,
    named,
    scale: valueScale(shownValues(lines, allLimits, start, end), degreesTall(unit), phone ? 6 : 7),
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
