import { expect, it } from "vitest";
import { intervalWords } from "@/parts/series-row";
import { NOON } from "../make";

const MINUTE = 60_000;

it("formats intervals by their length", () => {
  expect(intervalWords(NOON + 500, NOON + 500, null, "UTC")).toBe("Mon 23 Nov 2026, 12:00:00");
  expect(intervalWords(NOON, NOON + 12 * 60 * MINUTE, 12 * 60 * MINUTE, "UTC")).toBe(
    "Mon 23 Nov 2026, 12:00 to Tue 24 Nov, 00:00",
  );
  expect(intervalWords(NOON - 720 * MINUTE, NOON + 720 * MINUTE, 1440 * MINUTE, "UTC")).toBe(
    "Mon 23 Nov 2026",
  );
});
