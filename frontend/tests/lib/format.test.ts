import { describe, expect, it } from "vitest";
import { decimal, degrees, differenceToUnit, distance, duration, exactDuration, share, temperature } from "@/lib/format";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("temperatures", () => {
  it.each([
    [-21.84, "C", "\u221221.8"], [0, "C", "0.0"], [-0.04, "C", "0.0"], [9.25, "C", "9.3"], [-40, "F", "\u221240.0"], [4.6, "F", "40.3"],
  ] as const)("%f in °%s reads %s", (celsius, unit, text) => {
    expect(degrees(celsius, unit)).toBe(text);
  });

  it("keeps the unit with its number by a no-break space", () => {
    expect(temperature(-21.8, "C")).toBe("\u221221.8\u00a0°C");
  });

  it("shows a dash, never 0.0, where there is none", () => {
    expect(temperature(null, "C")).toBe("–");
    expect(degrees(null, "F")).toBe("–");
  });

  it("scales a difference without the 32 degrees", () => {
    expect(differenceToUnit(10, "F")).toBe(18);
    expect(distance(-1.3, "C")).toBe("1.3");
    expect(distance(1, "F")).toBe("1.8");
  });

  it("writes a true minus sign", () => {
    expect(decimal(-1.25, 2)).toBe("\u22121.25");
  });
});

describe("shares", () => {
  it.each([
    [1, "100.0 %"], [0.99999, "99.9 %"], [0.91, "91.0 %"], [0.0000001, "0.1 %"], [0, "0.0 %"],
  ])("%f reads %s", (part, text) => {
    expect(plain(share(part))).toBe(text);
  });
});

describe("durations", () => {
  it.each([
    [8_400, "8 s"], [59_999, "59 s"], [60_000, "1 min"], [42 * 60_000, "42 min"], [7_800_000, "2 h 10 min"],
    [7_200_000, "2 h"], [273_600_000, "3 d 4 h"], [-5, "0 s"],
    [364 * 86_400_000, "364 d"], [365 * 86_400_000, "1 y"], [2523 * 86_400_000 + 9 * 3_600_000, "6 y 11 mo"],
  ])("%d ms reads %s", (ms, text) => {
    expect(plain(duration(ms))).toBe(text);
  });

  it.each([
    [500, "500 ms"], [2500, "2.5 s"], [90_000, "1 min 30 s"], [120_000, "2 min"], [43_200_000, "12 h"], [86_400_000, "1 d"],
  ])("%d ms exactly is %s", (ms, text) => {
    expect(plain(exactDuration(ms))).toBe(text);
  });
});
