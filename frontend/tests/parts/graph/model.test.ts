import { describe, expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { makeSeries } from "../../make";
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

  it.each([32, 32 | 4, 32 | 2])("has a scale that no reading set aside stretches", (quality) => {
    const marks = [{ time: MINUTE, value: 239, quality }];
    const { scale, outside, wild } = makeModel([line("a", { data: { ...data, marks } })]);
    expect(scale.max).toBeLessThan(20);
    expect(outside.map(({ value, why }) => [value, why?.slice(0, 9)])).toEqual([
      [239, "set aside"],
    ]);
    expect(wild).toBe(true);
    const all = makeModel([line("a", { data: { ...data, marks } })], null, { all: true });
    expect(all.scale.max).toBeGreaterThan(239);
  });

  it("has a scale that follows what does not count where nothing else is", () => {
    const lone = graphData(
      makeSeries([], { uncounted: [{ time: MINUTE, value: -80, quality: 32 }] }),
      0,
      10 * MINUTE,
      null,
      "C",
    );
    const { scale, outside } = makeModel([line("a", { data: lone })]);
    expect(scale.min).toBeLessThan(-80);
    expect(scale.max).toBeLessThan(0);
    expect(outside).toEqual([]);
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
