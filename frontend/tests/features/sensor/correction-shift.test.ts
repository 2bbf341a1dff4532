import { expect, it } from "vitest";
import { becomesWords, shiftOf } from "@/features/sensor/correction-shift";
import { NOON } from "../../make";

const HOUR = 3_600_000;

it.each([
  ["1", "h", true, -HOUR],
  ["1,5", "h", false, 1.5 * HOUR],
  [" 90 ", "min", false, 1.5 * HOUR],
  ["2", "d", true, -48 * HOUR],
] as const)("%s %s (earlier: %s) is %d ms", (amount, unit, earlier, ms) => {
  expect(shiftOf({ amount, unit, earlier })).toBe(ms);
});

it.each(["", "0", "-1", "one", "1e3", "1.5.1"])("%j is no amount", (amount) => {
  expect(shiftOf({ amount, unit: "h", earlier: true })).toBeNull();
});

it("says what it does to a time in the zone, with the day if that changes", () => {
  expect(becomesWords(NOON, -HOUR, "Europe/Vienna")).toBe("Mon 23 Nov 2026, 13:00 becomes 12:00");
  expect(becomesWords(NOON, 12 * HOUR, "Europe/Vienna")).toBe(
    "Mon 23 Nov 2026, 13:00 becomes Tue 24 Nov 2026, 01:00",
  );
  // An hour earlier is the same time of day where clocks go back.
  expect(becomesWords(Date.UTC(2026, 9, 25, 1, 30), -HOUR, "Europe/Vienna")).toContain(
    "02:30 becomes 02:30",
  );
});
