import { describe, expect, it } from "vitest";
import { portion } from "@/domain/portion";

describe("the portion of a span", () => {
  it.each([
    [5, 0, 10, 0.5],
    [0, 0, 10, 0],
    [15, 0, 10, 1.5],
    [2, 10, 0, 0.8],
    [5, 5, 5, 0.5],
    [6, 5, 5, 0.5],
    [NaN, 0, 10, 0.5],
    [Infinity, 0, 10, 0.5],
    [5, 0, Infinity, 0],
  ])("of %d from %d to %d is %d", (value, from, to, expected) => {
    expect(portion(value, from, to)).toBe(expected);
  });
});
