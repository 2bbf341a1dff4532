import { describe, expect, it } from "vitest";
import { graphData } from "@/lib/graph-data";
import { runs } from "@/ui/graph/draw-series";
import { hoverAt, modelOf } from "@/ui/graph/model";
import type { Colours } from "@/ui/graph/view";
import { makeSeries } from "../../make";

const MINUTE = 60_000;
const series = makeSeries([0, 1, 2, 8, 9, 10].map((minute) => minute * MINUTE), {
  gaps: [[2 * MINUTE, 8 * MINUTE]], uncounted: [{ time: MINUTE, value: 85, quality: 2 }], limits: [{ since: 0, low: 2, high: 8 }],
});
const model = modelOf({
  data: graphData(series, 0, 10 * MINUTE, null, "C"), from: 0, to: 10 * MINUTE, zone: "UTC", unit: "C", unitSign: "°C",
  colours: {} as Colours, phone: false, follows: false, width: 1000,
});

describe("the model", () => {
  it("holds all values and both limits, and no suspect reading stretches it", () => {
    expect(model.scale.min).toBeLessThan(2);
    expect(model.scale.max).toBeGreaterThan(8);
    expect(model.scale.max).toBeLessThan(20);
  });
});

describe("the cursor", () => {
  it("goes to the nearest point", () => {
    expect(hoverAt(model, 92, 1000)).toMatchObject({ index: 1, left: 100, gap: null });
  });

  it("says what is missing in a gap", () => {
    expect(hoverAt(model, 500, 1000)?.gap).toEqual([2 * MINUTE, 8 * MINUTE]);
  });

  it("steps over a gap from point to point, and stops at the ends", () => {
    const first = hoverAt(model, 200, 1000);
    const next = hoverAt(model, first?.left ?? 0, 1000, first?.index, 1);
    expect(next?.left).toBe(800);
    expect(hoverAt(model, 800, 1000, next?.index, -1)?.left).toBe(200);
    expect(hoverAt(model, 800, 1000, next?.index, 10)?.left).toBe(1000);
  });

  it("is nowhere outside the plot", () => {
    expect(hoverAt(model, -10, 1000)).toBeNull();
  });
});

it("runs are what lies between nulls", () => {
  expect(runs([null, 1, 2, null, null, 3])).toEqual([[1, 2], [5]]);
  expect(runs([])).toEqual([]);
});
