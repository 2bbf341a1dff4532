import { describe, expect, it } from "vitest";
import { excursions } from "@/domain/exact-spans";
import { graphData, limitSteps, limitsOf, mergeSpans, usualCount } from "@/domain/graph-data";
import { makeSeries } from "../make";

const MINUTE = 60_000;
const at = (...minutes: number[]) => minutes.map((minute) => minute * MINUTE);

describe("readings that do not count", () => {
  const doubted = (...minutes: number[]) =>
    at(...minutes).map((time) => ({ time, value: 850, quality: 2 }));
  const broken = (
    columns: number[],
    uncounted: ReturnType<typeof doubted>,
    bucket: number | null,
  ) =>
    graphData(
      makeSeries(columns, { uncounted, uncounted_total: uncounted.length }),
      0,
      20 * MINUTE,
      bucket,
      "C",
    ).points.map((point) => point === null);

  it("for longer than a gap takes break the line", () => {
    expect(broken(at(0, 1, 5), doubted(2, 3, 4), null)).toEqual([false, false, true, false]);
    expect(broken(at(0, 2, 8), doubted(4, 5, 6), 2 * MINUTE)).toEqual([false, false, true, false]);
  });

  it("leave it joined if they are few, or do not lie between", () => {
    expect(broken(at(0, 1, 4), doubted(2, 3), null)).not.toContain(true);
    expect(broken(at(0, 1, 9), doubted(10), null)).not.toContain(true);
    expect(broken(at(0, 5, 10), doubted(6), 5 * MINUTE)).not.toContain(true);
  });

  it("break it where they are too many to be listed", () => {
    const series = makeSeries(at(0, 9, 12, 21), { uncounted: doubted(10), uncounted_total: 9 });
    const data = graphData(series, 0, 30 * MINUTE, null, "C");
    expect(data.points.map((point) => point === null)).toEqual([false, true, false, false, false]);
  });
});

describe("gaps", () => {
  it("break the line of raw readings with a null between the two readings", () => {
    const series = makeSeries(at(0, 1, 2, 12, 13), { gaps: [[2 * MINUTE, 12 * MINUTE]] });
    const data = graphData(series, 0, 13 * MINUTE, null, "C");
    expect(data.time).toEqual(at(0, 1, 2, 7, 12, 13));
    expect(data.avg.map((value) => value === null)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(data.gaps).toEqual([[2 * MINUTE, 12 * MINUTE]]);
  });

  it("break the line of buckets too, which are drawn at their middles", () => {
    const series = makeSeries(at(0, 2, 20), { gaps: [[3.5 * MINUTE, 20.2 * MINUTE]] });
    const data = graphData(series, 0, 22 * MINUTE, 2 * MINUTE, "C");
    expect(data.time[0]).toBe(MINUTE);
    expect(data.points[0]).toMatchObject({ from: 0, to: 2 * MINUTE, count: 12 });
    expect(data.avg[2]).toBeNull();
    expect(data.time).toHaveLength(4);
  });

  it("shorter than a bucket are kept but do not break the line", () => {
    const series = makeSeries(at(0, 60, 120), { gaps: [[50 * MINUTE, 65 * MINUTE]] });
    const data = graphData(series, 0, 180 * MINUTE, 60 * MINUTE, "C");
    expect(data.avg).not.toContain(null);
    expect(data.unknown).toEqual([[50 * MINUTE, 65 * MINUTE]]);
  });

  it("of a missing number break the line, and leave no number that cannot be drawn", () => {
    const series = makeSeries(at(0, 1, 2));
    series.max = series.max.slice(0, 2);
    const data = graphData(series, 0, 2 * MINUTE, null, "F");
    expect(data.points.map((point) => point !== null)).toEqual([true, true, false]);
    for (const column of [data.min, data.avg, data.max]) expect(column).not.toContain(NaN);
  });

  it("are clipped to the range, and skipped outside it", () => {
    const series = makeSeries(at(5), {
      gaps: [
        [-10 * MINUTE, 5 * MINUTE],
        [20 * MINUTE, 30 * MINUTE],
      ],
    });
    expect(graphData(series, 0, 10 * MINUTE, null, "C").gaps).toEqual([[0, 5 * MINUTE]]);
  });

  it("and faults are both unknown; a fault breaks the line as well", () => {
    const series = makeSeries(at(0, 1, 5, 6), { faults: [[2 * MINUTE, 5 * MINUTE]] });
    const data = graphData(series, 0, 6 * MINUTE, null, "C");
    expect(data.avg.filter((value) => value === null)).toHaveLength(1);
    expect(data.unknown).toEqual([[2 * MINUTE, 5 * MINUTE]]);
  });

  it("on both sides of a reading break the line twice", () => {
    const series = makeSeries(at(0, 10, 20), {
      gaps: [
        [0, 10 * MINUTE],
        [10 * MINUTE, 20 * MINUTE],
      ],
    });
    expect(graphData(series, 0, 20 * MINUTE, null, "C").avg.map((value) => value === null)).toEqual(
      [false, true, false, true, false],
    );
  });
});

describe("values", () => {
  it("are in the reader's unit, limits and readings that do not count included", () => {
    const series = makeSeries([0], {
      limits: [{ since: -1, low: 0, high: 10 }],
      uncounted: [
        { time: 0, value: 85, quality: 2 },
        { time: 1, value: null, quality: 1 },
        { time: 2, value: 10, quality: 20 },
      ],
    });
    const data = graphData(series, 0, MINUTE, null, "F");
    expect(data.avg[0]).toBeCloseTo(39.2);
    expect(data.limits[0]).toMatchObject({ low: 32, high: 50 });
    expect(data.marks).toEqual([
      { time: 0, value: 185, quality: 2 },
      { time: 2, value: 50, quality: 20 },
    ]);
  });

  it("are empty for an empty series", () => {
    const data = graphData(makeSeries([], { gaps: [[0, MINUTE]] }), 0, MINUTE, null, "C");
    expect(data.time).toEqual([]);
    expect(usualCount(data)).toBeNull();
  });
});

describe("limits", () => {
  it("apply from their date until the next", () => {
    const steps = limitSteps(
      [
        { since: 50, low: 0, high: 5 },
        { since: -10, low: 2, high: 8 },
        { since: 200, low: 1, high: 1 },
      ],
      0,
      100,
      "C",
    );
    expect(steps).toEqual([
      { from: 0, to: 50, low: 2, high: 8 },
      { from: 50, to: 100, low: 0, high: 5 },
    ]);
  });

  it("in force at the time decide whether a point is an excursion", () => {
    const series = makeSeries(at(0, 10, 20), {
      limits: [
        { since: 0, low: null, high: 8 },
        { since: 15 * MINUTE, low: null, high: 4 },
      ],
    });
    expect(excursions(graphData(series, 0, 30 * MINUTE, 10 * MINUTE, "C"))).toEqual([
      [20 * MINUTE, 30 * MINUTE],
    ]);
  });

  it("are not exceeded by the noise of a conversion", () => {
    const series = makeSeries(at(0, 10), {
      min: [-18, -18],
      max: [-17.99999999999997, -17.99999999999997],
      limits: [{ since: 0, low: null, high: -18 }],
    });
    for (const unit of ["C", "F"] as const)
      expect(excursions(graphData(series, 0, 20 * MINUTE, 10 * MINUTE, unit))).toEqual([]);
  });

  it("are those from then on for a reading at the instant of their change", () => {
    const series = makeSeries(at(0, 15), {
      limits: [
        { since: 0, low: null, high: 8 },
        { since: 15 * MINUTE, low: null, high: 4 },
      ],
    });
    const data = graphData(series, 0, 30 * MINUTE, null, "C");
    expect(data.points.map((point) => point && limitsOf(data, point)?.high)).toEqual([8, 4]);
  });

  it("are exceeded by a single reading of a bucket", () => {
    const series = makeSeries(at(0, 10), {
      max: [4, 8.5],
      limits: [{ since: 0, low: null, high: 8 }],
    });
    expect(excursions(graphData(series, 0, 20 * MINUTE, 10 * MINUTE, "C"))).toEqual([
      [10 * MINUTE, 20 * MINUTE],
    ]);
  });
});

it("merges spans that touch", () => {
  expect(
    mergeSpans([
      [5, 9],
      [0, 2],
      [2, 4],
      [8, 12],
    ]),
  ).toEqual([
    [0, 4],
    [5, 12],
  ]);
});
