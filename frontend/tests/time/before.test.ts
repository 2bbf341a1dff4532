import { expect, it } from "vitest";
import { periodBefore, shiftBack } from "@/time/before";
import { instant } from "@/time/zone";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 10, 23, 11, 0, 7);

it("shifts a range back by its own length", () => {
  expect(shiftBack("range", NOON - 5 * HOUR, NOON, "Europe/Vienna")).toBe(5 * HOUR);
});

it.each([
  ["day", 1],
  ["week", 7],
  ["year", 365],
] as const)("shifts back by a %s of the calendar", (before, days) => {
  expect(shiftBack(before, NOON - HOUR, NOON, "Europe/Vienna")).toBe(days * DAY);
});

it("keeps the time of day across days of 25 or 23 hours", () => {
  const noon = Date.UTC(2026, 9, 26, 11);
  expect(shiftBack("week", noon, noon + DAY, "Europe/Vienna")).toBe(7 * DAY + HOUR);
  const spring = Date.UTC(2026, 2, 29, 10);
  expect(shiftBack("day", spring, spring + HOUR, "Europe/Vienna")).toBe(DAY - HOUR);
});

it("compares a month with all of the month before, however long", () => {
  const zone = "Europe/Vienna";
  const [february, march, april] = [1, 2, 3].map((n) => instant(zone, 2026, n + 1, 1)) as [
    number,
    number,
    number,
  ];
  expect(periodBefore("range", march, april, zone)).toEqual({ from: february, to: march });
  expect(shiftBack("range", march, april, zone)).toBe(march - february);
});
