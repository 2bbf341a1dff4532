import { describe, expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { portion } from "@/domain/portion";
import {
  crowded,
  movedWindow,
  navigatorShape,
  surroundings,
} from "@/features/sensor/navigator-shape";
import { NOON, makeSeries } from "../../make";

const DAY = 86_400_000;
const MINUTE = 60_000;

describe("the navigator", () => {
  it("is thirty times as long, ends near now, and stays the same while the view follows now", () => {
    const around = surroundings({ from: NOON - DAY, to: NOON }, NOON);
    expect(around.to - around.from).toBe(30 * DAY);
    expect(around.to).toBeGreaterThanOrEqual(NOON);
    const later = NOON + 5000;
    expect(surroundings({ from: later - DAY, to: later }, later)).toEqual(around);
  });

  it("is at most as long as the retention, and always longer than the view", () => {
    expect(surroundings({ from: NOON - 30 * DAY, to: NOON }, NOON)).toMatchObject({
      from: expect.any(Number) as number,
    });
    const year = surroundings({ from: NOON - 365 * DAY, to: NOON }, NOON);
    expect(year.to - year.from).toBeLessThanOrEqual(402 * DAY);
    expect(year.from).toBeLessThan(NOON - 365 * DAY);
  });

  it("surrounds an old view", () => {
    const view = { from: NOON - 500 * DAY, to: NOON - 499 * DAY };
    const around = surroundings(view, NOON);
    expect(around.from).toBeLessThan(view.from);
    expect(around.to).toBeGreaterThan(view.to);
  });

  it("moves the view, never beyond now", () => {
    const view = { from: NOON - DAY, to: NOON };
    const around = surroundings(view, NOON);
    expect(movedWindow(view, NOON - 10 * DAY, around, NOON)).toEqual({
      from: NOON - 10.5 * DAY,
      to: NOON - 9.5 * DAY,
    });
    expect(movedWindow(view, NOON + DAY, around, NOON)).toEqual(view);
  });

  it.each([
    ["no point", [], []],
    ["one point", [NOON], [4]],
    ["equal values", [NOON, NOON + 1], [4, 4]],
    ["a missing value", [NOON, NOON + 1], [4]],
    ["a value that is no number", [NOON, NOON + 1], [NaN, 4]],
  ])("draws numbers only with %s", (_what, time, value) => {
    const columns = { time, min: value, avg: value, max: value, count: time.map(() => 1) };
    const data = graphData(
      { id: "a/b", gaps: [], faults: [], limits: [], uncounted: [], ...columns } as never,
      NOON,
      NOON,
      null,
      "C",
    );
    const { line, dots } = navigatorShape(data, (at) => portion(at, NOON, NOON) * 100, 34);
    expect(line).not.toMatch(/NaN|Infinity/);
    expect(line.includes("M")).toBe(value.some(Number.isFinite));
    expect(dots.flat().every(Number.isFinite)).toBe(true);
  });

  const readings = (values: number[], gaps: [number, number][] = []) =>
    graphData(
      makeSeries(
        values.map((_, i) => i * MINUTE),
        { min: values, avg: values, max: values, gaps },
      ),
      0,
      values.length * MINUTE,
      null,
      "C",
    );

  it("shows a reading between two silences as a dot", () => {
    const gaps: [number, number][] = [
      [10_000, MINUTE],
      [MINUTE + 10_000, 2 * MINUTE],
    ];
    expect(navigatorShape(readings([4, 5, 4, 4.5], gaps), (at) => at / MINUTE, 34).dots).toEqual([
      [0, expect.any(Number)],
      [1, 5],
    ]);
  });

  it("does not flatten the line for a wild value, but marks it at the edge", () => {
    const values = Array.from({ length: 40 }, (_, i) => (i === 9 ? 900 : 4 + (i % 2)));
    const shape = navigatorShape(readings(values), (at) => at / MINUTE, 34);
    expect(shape.outside).toEqual([{ x: 9, above: true }]);
    const heights = Array.from(shape.line.matchAll(/,([\d.]+)/g), ([, y]) => Number(y));
    expect([Math.min(...heights), Math.max(...heights)]).toEqual([5, 27]);
  });

  it("names a swap where the line is not", () => {
    expect(crowded({ line: "M10,5L20,6L30,25" }, 0, 15, 18)).toBe(true);
    expect(crowded({ line: "M10,5L20,6L30,25" }, 25, 35, 18)).toBe(false);
  });
});
