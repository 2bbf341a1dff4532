import { describe, expect, it } from "vitest";
import { roundStep, valueScale } from "@/domain/value-scale";

describe("value scales", () => {
  it("contain all values with padding, and end on round values", () => {
    const scale = valueScale([3.4, 9.8, 2, 8], 4);
    expect(scale).toMatchObject({ min: 0, max: 12, ticks: [0, 2, 4, 6, 8, 10, 12], digits: 0 });
  });

  it("have a least height, centred on the values", () => {
    const scale = valueScale([21.5, 21.6], 4);
    expect(scale.max - scale.min).toBeGreaterThanOrEqual(4);
    expect(scale.min).toBeLessThan(21.5);
    expect(scale.max).toBeGreaterThan(21.6);
  });

  it("exist without values", () => {
    const scale = valueScale([], 4);
    expect(scale.max).toBeGreaterThan(scale.min);
  });

  it.each([
    ["one value", [4], 4],
    ["equal values without a least height", [4, 4], 0],
    ["zero", [0], 0],
    ["values that are no numbers", [NaN, 4, Infinity], 4],
    ["no number at all", [NaN], 0],
  ])("have two ends and finite ticks with %s", (_what, values, least) => {
    const scale = valueScale(values, least);
    expect(scale.max).toBeGreaterThan(scale.min);
    expect(scale.ticks.every(Number.isFinite)).toBe(true);
    expect(Number.isInteger(scale.digits)).toBe(true);
  });

  it("have no floating-point noise", () => {
    expect(valueScale([-21.8, -18.1], 4).ticks.every(Number.isInteger)).toBe(true);
  });
});

describe("roundStep", () => {
  it.each([
    [10, 5, 2],
    [1, 5, 0.2],
    [16_431, 3, 10_000],
    [7, 7, 1],
  ])("%f in %d parts", (span, most, step) => {
    expect(roundStep(span, most)).toBeCloseTo(step, 9);
  });
});
