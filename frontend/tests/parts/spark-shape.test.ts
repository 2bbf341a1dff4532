import { describe, expect, it } from "vitest";
import { sparkShape } from "@/parts/spark-shape";

const MINUTE = 60_000;
const input = (changes: Partial<Parameters<typeof sparkShape>[0]> = {}) => ({
  time: [0, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE],
  value: [4, 4.1, 4.2, 4.3],
  gaps: [],
  faults: [],
  from: 0,
  to: 40 * MINUTE,
  limits: { low: 2, high: 8, since: 0 },
  last: { time: 39 * MINUTE, value: 4.5 },
  ...changes,
});

describe("a sparkline", () => {
  it("extends to the newest value and ends in a dot", () => {
    const shape = sparkShape(input(), 250, 36);
    expect(shape?.line.match(/[ML]/g)).toHaveLength(5);
    expect(shape?.dot).toMatchObject({ out: false });
  });

  it("ends in a dot within limits if only noise is beyond them", () => {
    const dot = (value: number) =>
      sparkShape(input({ last: { time: 39 * MINUTE, value } }), 250, 36)?.dot;
    expect(dot(8.00000000000003)).toMatchObject({ out: false });
    expect(dot(8.0001)).toMatchObject({ out: true });
  });

  it("breaks at gaps, and has no dot while silent", () => {
    const shape = sparkShape(
      input({
        gaps: [
          [11 * MINUTE, 19 * MINUTE],
          [30 * MINUTE, 40 * MINUTE],
        ],
        last: null,
      }),
      250,
      36,
    );
    expect(shape?.line.match(/M/g)).toHaveLength(2);
    expect(shape?.dot).toBeNull();
    expect(shape?.gaps).toHaveLength(2);
  });

  it("shows each reading between two silences as a dot, on one hatched ground", () => {
    const silent: [number, number][] = [0, 10, 20, 30].map((at) => [
      at * MINUTE + 10_000,
      (at + 10) * MINUTE,
    ]);
    const shape = sparkShape(input({ gaps: silent, last: null }), 250, 36);
    expect(shape?.lone).toHaveLength(4);
    expect(shape?.gaps).toHaveLength(1);
  });

  it("is not flattened by a wild value, which is an arrow at the edge", () => {
    const time = Array.from({ length: 24 }, (_, i) => i * MINUTE);
    const value = time.map((_, i) => (i === 9 ? 900 : i === 12 ? -127 : 4 + (i % 3)));
    const shape = sparkShape(input({ time, value }), 250, 36);
    expect(shape?.outside.map(({ above, out }) => [above, out])).toEqual([
      [true, true],
      [false, true],
    ]);
    expect((shape?.low ?? 0) - (shape?.high ?? 0)).toBeGreaterThan(18);
    const real = value.map((v) => (v === 900 ? 30 : v === -127 ? -20 : v));
    expect(sparkShape(input({ time, value: real }), 250, 36)?.outside).toEqual([]);
  });

  it("breaks at faults", () => {
    expect(
      sparkShape(input({ faults: [[21 * MINUTE, 22 * MINUTE]] }), 250, 36)?.line.match(/M/g),
    ).toHaveLength(2);
  });

  it("has a dot again after a reading that ends a gap", () => {
    const shape = sparkShape(
      input({ gaps: [[30 * MINUTE, 40 * MINUTE]], last: { time: 41 * MINUTE, value: 4 } }),
      250,
      36,
    );
    expect(shape?.dot).not.toBeNull();
  });

  it("includes a reading that was out of range only for a moment", () => {
    const shape = sparkShape(input({ value: [4, 12, 4, 4.3] }), 250, 36);
    expect(shape?.high).toBeGreaterThan(4);
    expect(shape?.line).toContain(",4.");
    expect(
      sparkShape(input({ last: { time: 39 * MINUTE, value: 12 } }), 250, 36)?.dot,
    ).toMatchObject({ out: true });
  });

  it("is null for a day without values", () => {
    expect(sparkShape(input({ time: [], value: [], last: null }), 250, 36)).toBeNull();
  });
});
