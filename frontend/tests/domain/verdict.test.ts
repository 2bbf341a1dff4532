import { describe, expect, it } from "vitest";
import { MINUS, toUnit } from "@/domain/format";
import {
  beyondText,
  boundsIn,
  isAbove,
  isBelow,
  isBeyond,
  judgedDegrees,
  limitDegrees,
  limitText,
  rounded,
  valueText,
} from "@/domain/verdict";

const HALVES = Array.from({ length: 241 }, (_, i) => (i - 80) / 2);
const number = (text: string) => Number(text.replace(MINUS, "-"));

describe("the verdict", () => {
  it.each([
    [-17.99999999999997, -18],
    [4.4444, 4.444444444444445],
    [4.444444444444445, 4.4444],
  ])("finds %d neither above nor below %d", (value, limit) => {
    for (const unit of ["C", "F"] as const) {
      const [shown, bound] = [toUnit(value, unit), toUnit(limit, unit)];
      expect(isBeyond(shown, { low: bound, high: bound })).toBe(false);
    }
  });

  it("finds a step beyond a limit in both units", () => {
    for (const limit of HALVES)
      for (const unit of ["C", "F"] as const) {
        const bound = toUnit(limit, unit);
        expect(isAbove(toUnit(limit + 0.0001, unit), bound)).toBe(true);
        expect(isBelow(toUnit(limit - 0.0001, unit), bound)).toBe(true);
      }
    expect(isAbove(99, null) || isBelow(-99, null)).toBe(false);
  });
});

describe("a limit", () => {
  it.each([
    [8, "C", "8.0"],
    [-18.25, "C", "−18.25"],
    [4.4444, "C", "4.4444"],
    [4.4444, "F", "40.0"],
    [4.3722, "F", "39.87"],
    [-17.7778, "F", "0.0"],
    [null, "F", "–"],
  ] as const)("of %d °C in °%s reads %s", (celsius, unit, text) => {
    expect(limitDegrees(celsius, unit)).toBe(text);
  });

  it("reads as it was set, in tenths and hundredths of a degree Fahrenheit", () => {
    for (let hundredths = -4000; hundredths <= 17_600; hundredths += 7) {
      const set = hundredths / 100;
      const stored = rounded((set - 32) / 1.8);
      expect(number(limitText(toUnit(stored, "F")))).toBe(set);
    }
  });
});

describe("a value beside its limits", () => {
  it.each([
    [8.04, 8, "8.04"],
    [8.0001, 8, "8.0001"],
    [8.05, 8, "8.1"],
    [7.96, 8, "8.0"],
    [7.96, 7.98, "7.96"],
    [8, 8, "8.0"],
    [8.25, 8.25, "8.25"],
    [9.34, 8, "9.3"],
  ])("of %d beside a high limit of %d reads %s", (value, high, text) => {
    expect(valueText(value, { low: null, high })).toBe(text);
  });

  it.each([
    [1.96, 2, "1.96"],
    [2.04, 2, "2.0"],
    [-0.04, 0, "−0.04"],
  ])("of %d beside a low limit of %d reads %s", (value, low, text) => {
    expect(valueText(value, { low, high: null })).toBe(text);
  });

  it("reads with one decimal without limits, or with two if asked", () => {
    expect(valueText(8.04, null)).toBe("8.0");
    expect(valueText(8.04, null, 2)).toBe("8.04");
    expect(judgedDegrees(null, { low: 2, high: 8 }, "C")).toBe("–");
  });

  it("reads in °F what is above there", () => {
    expect(judgedDegrees(4.4444, { low: null, high: 4.4444 }, "F")).toBe("40.0");
    expect(judgedDegrees(4.46, { low: null, high: 4.4444 }, "F")).toBe("40.03");
    expect(judgedDegrees(4.4445, { low: null, high: 4.4444 }, "F")).toBe("40.0001");
  });

  it("never contradicts the verdict, in either unit", () => {
    for (let steps = -300; steps <= 300; steps += 1) {
      const limit = rounded(8 + steps * 0.0007);
      for (const apart of [-0.05, -0.01, -0.0004, -0.0001, 0, 0.0001, 0.0003, 0.02, 0.06]) {
        const value = rounded(limit + apart);
        for (const unit of ["C", "F"] as const) {
          const shown = number(judgedDegrees(value, { low: limit, high: limit }, unit));
          const bound = number(limitDegrees(limit, unit));
          expect([Math.sign(shown - bound), value, limit, unit]).toEqual([
            Math.sign(apart),
            value,
            limit,
            unit,
          ]);
        }
      }
    }
  });
});

it("says how far a value is beyond a limit with the same decimals, and never 0.0", () => {
  const beyond = (value: number, high: number, unit: "C" | "F" = "C") => {
    const bounds = boundsIn({ low: null, high }, unit);
    return beyondText(toUnit(value, unit), bounds.high ?? NaN, bounds);
  };
  expect(beyond(9.3, 8)).toBe("1.3");
  expect(beyond(8.04, 8)).toBe("0.04");
  expect(beyond(8.051, 8.05)).toBe("0.001");
  expect(beyond(9.3, 8, "F")).toBe("2.3");
  expect(beyond(8.0001, 8)).toBe("0.0001");
});
