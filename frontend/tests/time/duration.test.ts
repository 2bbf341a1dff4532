import { describe, expect, it } from "vitest";
import { duration, exactDuration } from "@/time/duration";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("durations", () => {
  it.each([
    [8_400, "8 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [42 * 60_000, "42 min"],
    [7_800_000, "2 h 10 min"],
    [7_200_000, "2 h"],
    [273_600_000, "3 d 4 h"],
    [-5, "0 s"],
    [364 * 86_400_000, "364 d"],
    [365 * 86_400_000, "1 y"],
    [2523 * 86_400_000 + 9 * 3_600_000, "6 y 11 mo"],
  ])("%d ms reads %s", (ms, text) => {
    expect(plain(duration(ms))).toBe(text);
  });

  it.each([
    [500, "500 ms"],
    [2500, "2.5 s"],
    [90_000, "1 min 30 s"],
    [120_000, "2 min"],
    [43_200_000, "12 h"],
    [86_400_000, "1 d"],
  ])("%d ms without rounding reads %s", (ms, text) => {
    expect(plain(exactDuration(ms))).toBe(text);
  });
});
