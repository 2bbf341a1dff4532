import { expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { loneDots, runs } from "@/parts/graph/series-paths";
import type { View } from "@/parts/graph/view";
import { makeSeries } from "../../make";

it("splits runs at nulls", () => {
  expect(runs([null, 1, 2, null, null, 3])).toEqual([[1, 2], [5]]);
  expect(runs([])).toEqual([]);
});

it("judges each lone reading by itself, as no excursion covers the unknown time around it", () => {
  const times = [0, 60_000, 120_000];
  const series = makeSeries(times, {
    min: [4.9, 5.1, 5.2],
    avg: [4.9, 5.1, 5.2],
    max: [4.9, 5.1, 5.2],
    gaps: [
      [0, 60_000],
      [60_000, 120_000],
    ],
    limits: [{ since: 0, low: null, high: 5 }],
  });
  const view = { x: (time: number) => time / 1000, y: (value: number) => value } as View;
  const dots = loneDots(view, graphData(series, 0, 180_000, null, "C"));
  expect(dots.map(({ out }) => out)).toEqual([false, true, true]);
});
