import { expect, it } from "vitest";
import { wholeDays } from "@/parts/range/whole-days";

const HOUR = 3_600_000;
const LATER = Date.UTC(2027, 0, 1);
const VIENNA = "Europe/Vienna";

it("spans midnight to midnight of the zone, whichever day was picked first", () => {
  const span = { from: Date.UTC(2026, 10, 1, 23), to: Date.UTC(2026, 10, 3, 23) };
  expect(wholeDays("2026-11-02", "2026-11-03", VIENNA, LATER)).toEqual(span);
  expect(wholeDays("2026-11-03", "2026-11-02", VIENNA, LATER)).toEqual(span);
  expect(wholeDays("2026-11-02", "2026-11-02", "Asia/Kathmandu", LATER).from).toBe(
    Date.UTC(2026, 10, 1, 18, 15),
  );
});

it("has 23 or 25 hours on DST days", () => {
  const hours = (day: string) => {
    const { from, to } = wholeDays(day, day, VIENNA, LATER);
    return (to - from) / HOUR;
  };
  expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-10-26")]).toEqual([23, 25, 24]);
});

it("ends at now if the last day is today", () => {
  const noon = Date.UTC(2026, 10, 23, 12);
  expect(wholeDays("2026-11-22", "2026-11-23", VIENNA, noon).to).toBe(noon);
});
