import { expect, it } from "vitest";
import { degreesTall } from "@/domain/units";

it("has the same least height in both units", () => {
  expect(degreesTall("C")).toBe(4);
  expect(degreesTall("F")).toBeCloseTo(7.2, 9);
});
