import { describe, expect, it } from "vitest";
import { sparkShape } from "@/ui/spark-shape";
import { makeSeries } from "../make";

const MINUTE = 60_000;
const input = (changes: Partial<Parameters<typeof sparkShape>[0]> = {}) => ({
  series: makeSeries([0, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE]), from: 0, to: 40 * MINUTE, bucket: 10 * MINUTE,
  limits: { low: 2, high: 8, since: 0 }, last: { time: 39 * MINUTE, value: 4.5 }, ...changes,
});

describe("a sparkline", () => {
  it("goes on to the newest value and ends in a dot", () => {
    const shape = sparkShape(input(), 250, 36);
    expect(shape?.line.match(/[ML]/g)).toHaveLength(5);
    expect(shape?.dot).toMatchObject({ out: false });
  });

  it("breaks where nothing is known, and has no dot while silent", () => {
    const series = makeSeries([0, 10 * MINUTE], { gaps: [[11 * MINUTE, 40 * MINUTE]] });
    const shape = sparkShape(input({ series, last: { time: 11 * MINUTE, value: 4 } }), 250, 36);
    expect(shape?.dot).toBeNull();
    expect(shape?.gaps).toHaveLength(1);
  });

  it("shows the extreme of a point that is out of range only for a moment", () => {
    const series = makeSeries([0, 10 * MINUTE], { max: [4.5, 12] });
    const shape = sparkShape(input({ series, last: null }), 250, 36);
    expect(shape?.dot).toMatchObject({ out: true });
    expect(shape?.dot?.y).toBeLessThan(shape?.high ?? 0);
  });

  it("of a day without a value is none", () => {
    expect(sparkShape(input({ series: makeSeries([]), last: null }), 250, 36)).toBeNull();
  });
});
