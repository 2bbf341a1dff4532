import { describe, expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { outliers, seriesOutliers, type Sample } from "@/domain/plausible";
import { makeSeries } from "../make";

const MINUTE = 60_000;

/** Readings every `every` minutes. */
const readings = (values: number[], every = 5): Sample[] =>
  values.map((value, i) => ({
    time: i * every * MINUTE,
    low: value,
    average: value,
    high: value,
    count: 1,
    length: 0,
  }));

const fridge = (n: number): number[] => Array.from({ length: n }, (_, i) => 4 + (i % 5) / 5);
const LIMITS = [2, 8];
const outliersOf = (values: number[], every = 5, limits = LIMITS, ongoing = false) =>
  outliers(readings(values, every), limits, 1, ongoing).map(({ value, side }) => [value, side]);

describe("what the axis leaves out", () => {
  it("is one wild value", () => {
    expect(outliersOf([...fridge(40), 900, ...fridge(40)])).toEqual([[900, "above"]]);
  });

  it("is a wild value even if it is the newest", () => {
    expect(outliersOf([...fridge(40), 900], 5, LIMITS, true)).toEqual([[900, "above"]]);
  });

  it("is what sensors send at power-on or without a probe", () => {
    expect(outliersOf([...fridge(40), 85, ...fridge(9), -127, ...fridge(40)])).toEqual([
      [85, "above"],
      [-127, "below"],
    ]);
  });

  it("is a wild value without limits, and one of few readings", () => {
    expect(outliersOf([5, 5.1, 900, 5.2], 5, [])).toEqual([[900, "above"]]);
  });

  it("is what returns several times, as long as it is an exception", () => {
    const values = Array.from({ length: 300 }, (_, i) => (i % 30 === 7 ? 900 : 5));
    expect(outliersOf(values)).toHaveLength(10);
  });
});

describe("what the axis always shows", () => {
  it.each([
    [
      "a fridge at 30 °C for hours",
      [...fridge(40), ...Array<number>(36).fill(30), ...fridge(9)],
      5,
    ],
    ["a fridge at 30 °C for one reading", [...fridge(40), 30, ...fridge(9)], 5],
    ["a freezer that rises to +20 °C", [...Array<number>(40).fill(-20), -10, 0, 10, 20, 20], 5],
    ["a freezer whose probe is taken out", [...Array<number>(40).fill(-20), 20, 20, -20, -20], 5],
    ["a slow rise", [...fridge(40), ...Array.from({ length: 30 }, (_, i) => 5 + 3 * i)], 5],
    [
      "a rise to 90 °C and back",
      [...fridge(40), 20, 40, 60, 80, 90, 80, 60, 40, 20, ...fridge(40)],
      5,
    ],
    ["an oven at 134 °C for half an hour", [...fridge(40), ...Array<number>(7).fill(134), 5, 5], 5],
    ["two readings of a slow device", [...fridge(40), 70, 70, ...fridge(9)], 60],
    ["two values that take turns", Array.from({ length: 40 }, (_, i) => (i % 2 ? 900 : 5)), 5],
    ["two readings", [5, 900], 5],
  ])("is %s", (_what, values, every) => {
    expect(outliersOf(values, every)).toEqual([]);
  });

  it("is a leap that may stay: the newest reading", () => {
    expect(outliersOf([...fridge(40), 85], 5, LIMITS, true)).toEqual([]);
    expect(outliersOf([...fridge(40), 85, ...fridge(3)], 5, LIMITS, true)).toHaveLength(1);
  });
});

describe("points of many readings", () => {
  const hours = (wild: number, value: number) =>
    outliers(
      Array.from({ length: 60 }, (_, i) => {
        const far = i === 30 ? wild : 0;
        return {
          time: i * 60 * MINUTE,
          low: 4,
          average: (far * value + (60 - far) * 4.5) / 60,
          high: far > 0 ? value : 5,
          count: 60,
          length: 60 * MINUTE,
        };
      }),
      LIMITS,
      1,
      false,
    );

  it("tell one wild reading from an hour of them by their average", () => {
    expect(hours(1, 900)).toEqual([
      { time: 30 * 60 * MINUTE, value: 900, side: "above", readings: 1 },
    ]);
    expect(hours(2, 85)).toMatchObject([{ readings: 2 }]);
    expect(hours(20, 85)).toEqual([]);
  });

  it("keep the rest of a series: only the point's extreme is left out", () => {
    const times = Array.from({ length: 30 }, (_, i) => i * MINUTE);
    const max = times.map((_, i) => (i === 9 ? 900 : 6));
    const series = makeSeries(times, { max, avg: times.map((_, i) => (i === 9 ? 80 : 5)) });
    const data = graphData(series, 0, 30 * MINUTE, MINUTE, "F");
    expect(seriesOutliers(data, 0, 30 * MINUTE, 1.8, false)).toMatchObject([
      { value: 1652, side: "above", readings: 1 },
    ]);
    expect(seriesOutliers(data, 10 * MINUTE, 30 * MINUTE, 1.8, false)).toEqual([]);
  });
});
