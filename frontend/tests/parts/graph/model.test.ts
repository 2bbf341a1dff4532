import { describe, expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { hoverAt, hoverStep, lineAt } from "@/parts/graph/hover";
import { pointAt, type GraphLine } from "@/parts/graph/line";
import { modelOf } from "@/parts/graph/model";
import type { Colours } from "@/parts/graph/view";
import { makeSeries } from "../../make";

const MINUTE = 60_000;
const series = makeSeries(
  [0, 1, 2, 8, 9, 10].map((minute) => minute * MINUTE),
  {
    gaps: [[2 * MINUTE, 8 * MINUTE]],
    uncounted: [{ time: MINUTE, value: 85, quality: 2 }],
    limits: [{ since: 0, low: 2, high: 8 }],
  },
);
const data = graphData(series, 0, 10 * MINUTE, null, "C");
const makeModel = (lines: GraphLine[], pointed: string | null = null) =>
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
  });
const line = (key: string, changes: Partial<GraphLine> = {}): GraphLine => ({
  key,
  name: key,
  colour: 1,
  data,
  ...changes,
});
const model = makeModel([line("a")]);

/** Values 2 °C higher than the first line's, other limits. */
const other = graphData(
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

describe("the model", () => {
  it("has a scale that contains all values and limits, but not suspect readings", () => {
    expect(model.scale.min).toBeLessThan(2);
    expect(model.scale.max).toBeGreaterThan(8);
    expect(model.scale.max).toBeLessThan(20);
  });

  it("has the limits that several lines share, and names them", () => {
    expect(makeModel([line("a"), line("b")])).toMatchObject({
      limitsOf: "both",
      limits: data.limits,
      main: null,
    });
  });

  it("has the limits of the line pointed at if they differ, without changing the scale", () => {
    const lines = [line("a"), line("b", { data: other })];
    const plain = makeModel(lines);
    const pointed = makeModel(lines, "b");
    expect(plain.limits).toEqual([]);
    expect(pointed).toMatchObject({ limitsOf: "b", limits: other.limits });
    expect(pointed.scale).toEqual(plain.scale);
  });

  it("shifts the times of an earlier period, and keeps the only line the main one", () => {
    const both = makeModel([line("a"), line("before", { shift: 5 * MINUTE })]);
    expect(both.main?.key).toBe("a");
    expect(both.lines[1]?.data.time[0]).toBe(5 * MINUTE);
    expect(both.lines[1]?.data.unknown).toEqual([[7 * MINUTE, 13 * MINUTE]]);
  });
});

describe("the cursor", () => {
  it("snaps to the nearest point", () => {
    expect(hoverAt(model, 92, 1000)).toMatchObject({ at: MINUTE, left: 100, gap: null });
  });

  it("reports the gap within a gap", () => {
    expect(hoverAt(model, 500, 1000)?.gap).toEqual([2 * MINUTE, 8 * MINUTE]);
  });

  it("steps over a gap, and stops at the ends", () => {
    const next = hoverStep(model, hoverAt(model, 200, 1000), 1, 1000);
    expect(next?.left).toBe(800);
    expect(hoverStep(model, next, -1, 1000)?.left).toBe(200);
    expect(hoverStep(model, next, 10, 1000)?.left).toBe(1000);
    expect(hoverStep(model, hoverAt(model, 500, 1000), 1, 1000)?.left).toBe(800);
  });

  it("starts at the end that it moves away from", () => {
    expect(hoverStep(model, null, 1, 1000)?.left).toBe(0);
    expect(hoverStep(model, null, -1, 1000)?.left).toBe(1000);
  });

  it("is null outside the plot", () => {
    expect(hoverAt(model, -10, 1000)).toBeNull();
  });

  it("points at the nearest line within reach", () => {
    const two = makeModel([line("a"), line("b", { data: other })]);
    const hover = hoverAt(two, 100, 1000);
    const top = (value: number) =>
      ((two.scale.max - value) / (two.scale.max - two.scale.min)) * 400;
    expect(hover && lineAt(two, hover, top(6.2), 400)?.key).toBe("b");
    expect(hover && lineAt(two, hover, top(4.2), 400)?.key).toBe("a");
    expect(hover && lineAt(two, hover, top(11), 400)).toBeNull();
  });
});

describe("the point of a line at an instant", () => {
  it("is the nearest one, and null within a gap", () => {
    expect(pointAt({ data }, 1.2 * MINUTE)?.from).toBe(MINUTE);
    expect(pointAt({ data }, 5 * MINUTE)).toBeNull();
    expect(pointAt({ data: graphData(makeSeries([]), 0, MINUTE, null, "C") }, 0)).toBeNull();
  });

  it("is null further away than a bucket", () => {
    const folded = graphData(makeSeries([0, MINUTE]), 0, 10 * MINUTE, MINUTE, "C");
    expect(pointAt({ data: folded }, 1.4 * MINUTE)?.from).toBe(MINUTE);
    expect(pointAt({ data: folded }, 5 * MINUTE)).toBeNull();
  });
});
