import { describe, expect, it } from "vitest";
import { decimal, degrees, differenceToUnit, share, size, temperature } from "@/domain/format";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("temperatures", () => {
  it.each([
    [-21.84, "C", "\u221221.8"],
    [0, "C", "0.0"],
    [-0.04, "C", "0.0"],
    [9.25, "C", "9.3"],
    [-40, "F", "\u221240.0"],
    [4.6, "F", "40.3"],
  ] as const)("%f in °%s reads %s", (celsius, unit, text) => {
    expect(degrees(celsius, unit)).toBe(text);
  });

  it("puts a no-break space between number and unit", () => {
    expect(temperature(-21.8, "C")).toBe("\u221221.8\u00a0°C");
  });

  it("shows a dash, never 0.0, for null", () => {
    expect(temperature(null, "C")).toBe("–");
    expect(degrees(null, "F")).toBe("–");
  });

  it("converts a difference without the offset of 32", () => {
    expect(differenceToUnit(10, "F")).toBe(18);
  });

  it("writes a true minus sign", () => {
    expect(decimal(-1.25, 2)).toBe("\u22121.25");
  });
});

describe("shares", () => {
  it.each([
    [1, "100.0 %"],
    [0.99999, "99.9 %"],
    [0.91, "91.0 %"],
    [0.0000001, "0.1 %"],
    [0, "0.0 %"],
  ])("%f reads %s", (part, text) => {
    expect(plain(share(part))).toBe(text);
  });
});

describe("sizes", () => {
  it.each([
    [0, "0 bytes"],
    [512, "512 bytes"],
    [999, "999 bytes"],
    [1000, "1.0 KiB"],
    [12 * 1024 ** 2, "12 MiB"],
    [1.44 * 1024 ** 3, "1.4 GiB"],
    [999.6 * 1024 ** 2, "1.0 GiB"],
    [-3 * 1024 ** 2, "\u22123.0 MiB"],
    [5000 * 1024 ** 4, "5000 TiB"],
  ])("%d bytes reads %s", (bytes, text) => {
    expect(plain(size(bytes))).toBe(text);
  });
});
