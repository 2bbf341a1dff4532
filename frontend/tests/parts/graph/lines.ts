// Two lines with different limits, and a model of given lines, for the tests of the graph.
import { graphData } from "@/domain/graph-data";
import type { GraphLine } from "@/parts/graph/line";
import { modelOf } from "@/parts/graph/model";
import type { Colours } from "@/parts/graph/view";
import { makeSeries } from "../../make";

export const MINUTE = 60_000;
const series = makeSeries(
  [0, 1, 2, 8, 9, 10].map((minute) => minute * MINUTE),
  {
    gaps: [[2 * MINUTE, 8 * MINUTE]],
    uncounted: [{ time: MINUTE, value: 85, quality: 2 }],
    limits: [{ since: 0, low: 2, high: 8 }],
  },
);
export const data = graphData(series, 0, 10 * MINUTE, null, "C");
export const makeModel = (
  lines: GraphLine[],
  pointed: string | null = null,
  changes: Partial<Parameters<typeof modelOf>[0]> = {},
) =>
  modelOf({
    lines,
    pointed,
    from: 0,
    to: 10 * MINUTE,
    zone: "UTC",
    unit: "C",
    unitSign: "°C",
    colours: { series: ["blue", "orange"] } as Colours,
    phone: false,
    follows: false,
    moving: false,
    width: 1000,
    ...changes,
  });
export const line = (key: string, changes: Partial<GraphLine> = {}): GraphLine => ({
  key,
  name: key,
  colour: 1,
  data,
  ...changes,
});
export const model = makeModel([line("a")]);

/** Values 2 °C higher than the first line's, other limits. */
export const other = graphData(
  makeSeries([0, MINUTE, 2 * MINUTE], {
    avg: [6, 6, 6],
    min: [6, 6, 6],
    max: [6, 6, 6],
    limits: [{ since: 0, low: -5, high: 12 }],
  }),
  0,
  10 * MINUTE,
  null,
  "C",
);
