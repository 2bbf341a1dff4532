import { describe, expect, it } from "vitest";
import { excursions, withExact } from "@/domain/exact-spans";
import { graphData } from "@/domain/graph-data";
import { makeSeries } from "../make";

const MINUTE = 60_000;

/** Points of ten minutes with these greatest values, judged by a high limit of 8. */
const data = (max: number[], grace: { min_duration_s?: number; hysteresis?: number }) =>
  graphData(
    makeSeries(
      max.map((_, i) => i * 10 * MINUTE),
      {
        max,
        min: max.map(() => 4),
        avg: max.map(() => 4.5),
        limits: [{ since: 0, low: null, high: 8, ...grace }],
      },
    ),
    0,
    max.length * 10 * MINUTE,
    10 * MINUTE,
    "C",
  );

const minutes = (spans: [number, number][]) => spans.map((span) => span.map((at) => at / MINUTE));

describe("spans of points by limits with grace", () => {
  it("leave out what is shorter than the least duration", () => {
    const max = [5, 9, 5, 9, 9, 9, 5];
    expect(minutes(excursions(data(max, {})))).toEqual([[10, 20], [30, 60]]); // prettier-ignore
    expect(minutes(excursions(data(max, { min_duration_s: 1200 })))).toEqual([[30, 60]]);
  });

  it("go on over points that are not within by the hysteresis", () => {
    const max = [5, 9, 7.9, 9, 7.9, 7, 5];
    const spans = excursions(data(max, { min_duration_s: 2400, hysteresis: 0.5 }));
    expect(minutes(spans)).toEqual([[10, 50]]);
  });

  it("keep what may have begun before the first point", () => {
    expect(minutes(excursions(data([9, 5, 9, 5], { min_duration_s: 3600 })))).toEqual([[0, 10]]);
  });

  it("give way to the exact ones", () => {
    const points = data([5, 9, 5, 9, 5], { hysteresis: 0.1 });
    const exact = { from: 0, to: 50 * MINUTE, spans: [], rough: [] };
    expect(excursions(withExact(points, exact))).toEqual([]);
  });
});
