import { expect, it } from "vitest";
import { rangeWords } from "@/parts/range/range-bar";
import { NOON } from "../../make";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const words = (from: number, short = false) =>
  rangeWords(from, from + DAY, "Europe/Vienna", short, NOON);

it("omits the current year", () => {
  expect(words(NOON - DAY)).toBe("Sun 22 Nov 13:00 to Mon 23 Nov 13:00");
});

it("shows any other year", () => {
  expect(words(Date.UTC(2017, 6, 14, 2))).toBe("Fri 14 Jul 2017 04:00 to Sat 15 Jul 2017 04:00");
  expect(words(Date.UTC(2025, 11, 31, 11))).toBe("Wed 31 Dec 2025 12:00 to Thu 1 Jan 2026 12:00");
});

it("shortens to the weekday on a phone, within the last week only", () => {
  expect(words(NOON - DAY, true)).toBe("Sun 13:00 to Mon 13:00");
  expect(words(NOON - 20 * DAY, true)).toBe("3 Nov 13:00 to 4 Nov 13:00");
});

it("shows long ranges as dates, on a phone as short as possible", () => {
  const long = (days: number, short: boolean) =>
    rangeWords(NOON - days * DAY, NOON, "Europe/Vienna", short, NOON);
  expect([long(30, false), long(30, true)]).toEqual([
    "Sat 24 Oct 2026 to Mon 23 Nov 2026",
    "24 Oct to 23 Nov",
  ]);
  expect(long(365, true)).toBe("Nov 2025 to Nov 2026");
});
