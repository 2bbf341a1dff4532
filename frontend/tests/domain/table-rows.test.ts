import { expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { against, tableRows } from "@/domain/table-rows";
import { makeSeries } from "../make";

const MINUTE = 60_000;

it("lists points, gaps, faults and readings that do not count together, newest first", () => {
  const series = makeSeries([0, MINUTE, 9 * MINUTE], {
    gaps: [[MINUTE, 5 * MINUTE]],
    faults: [[5 * MINUTE, 9 * MINUTE]],
    limits: [{ since: 0, low: 4.05, high: null }],
    min: [4, 4.1, 4.2],
    max: [4, 4.1, 4.2],
    uncounted: [
      { time: 6 * MINUTE, value: 85, quality: 2 },
      { time: 7 * MINUTE, value: 4, quality: 4 },
      { time: 8 * MINUTE, value: null, quality: 5 },
    ],
  });
  const rows = tableRows(graphData(series, 0, 10 * MINUTE, null, "C"));
  expect(rows.map((row) => [row.kind, row.from / MINUTE])).toEqual([
    ["point", 9],
    ["mark", 7],
    ["mark", 6],
    ["fault", 5],
    ["gap", 1],
    ["point", 1],
    ["point", 0],
  ]);
  expect(rows.map((row) => row.kind === "point" && row.against)).toEqual([
    "within",
    false,
    false,
    false,
    false,
    "within",
    "below",
  ]);
});

it("compares the minimum and maximum of a point with the limits", () => {
  const point = { from: 0, to: 1, min: 1, avg: 5, max: 9, count: 12 };
  const limits = { from: 0, to: 1, low: 2, high: 8 };
  expect(against(point, limits)).toBe("both");
  expect(against(point, { ...limits, low: null })).toBe("above");
  expect(against({ ...point, min: 1.99999999999997, max: 8.00000000000003 }, limits)).toBe(
    "within",
  );
  expect(against(point, { ...limits, low: null, high: null })).toBeNull();
  expect(against(point, null)).toBeNull();
});
