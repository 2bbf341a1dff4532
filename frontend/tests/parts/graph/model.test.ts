import { describe, expect, it } from "vitest";
import { MINUTE, data, line, makeModel, model, other } from "./lines";

describe("the model", () => {
  it("has a scale that contains all values and limits, but not suspect readings", () => {
    expect(model.scale.min).toBeLessThan(2);
    expect(model.scale.max).toBeGreaterThan(8);
    expect(model.scale.max).toBeLessThan(20);
  });

  it("has a scale that contains readings at an unsure time", () => {
    const marks = [...data.marks, { time: MINUTE, value: 40, quality: 4 }];
    const { scale } = makeModel([line("a", { data: { ...data, marks } })]);
    expect(scale.max).toBeGreaterThan(40);
    expect(scale.max).toBeLessThan(85);
  });

  it("has the limits that several lines share, and names them", () => {
    expect(makeModel([line("a"), line("b")])).toMatchObject({
      limitsOf: "both",
      limits: data.limits,
      main: null,
    });
  });

  it("has the limits of the line pointed at if they differ, without changing the scale", () => {
    const lines = [line("a"), line("b", { data: other })];
    const plain = makeModel(lines);
    const pointed = makeModel(lines, "b");
    expect(plain.limits).toEqual([]);
    expect(pointed).toMatchObject({ limitsOf: "b", limits: other.limits });
    expect(pointed.scale).toEqual(plain.scale);
  });

  it("shifts the times of an earlier period, and keeps the only line the main one", () => {
    const both = makeModel([line("a"), line("before", { shift: 5 * MINUTE })]);
    expect(both.main?.key).toBe("a");
    expect(both.lines[1]?.data.time[0]).toBe(5 * MINUTE);
    expect(both.lines[1]?.data.unknown).toEqual([[7 * MINUTE, 13 * MINUTE]]);
  });
});
