import { describe, expect, it } from "vitest";
import { CALENDAR, calendarRange, type CalendarKey } from "@/time/calendar";
import { offset } from "@/time/zone";

const VIENNA = "Europe/Vienna";
const HOUR = 3_600_000;
/** Sunday 29 November 2026, 14:30 in Vienna. */
const NOW = Date.UTC(2026, 10, 29, 13, 30);
const utc = (at: number) => new Date(at).toISOString().slice(0, 16);
const range = (key: CalendarKey, now = NOW, zone = VIENNA) => {
  const { from, to } = calendarRange(key, now, zone);
  return [utc(from), utc(to)];
};

describe("ranges of the calendar", () => {
  it.each<[CalendarKey, string, string]>([
    ["today", "2026-11-28T23:00", "2026-11-29T23:00"],
    ["yesterday", "2026-11-27T23:00", "2026-11-28T23:00"],
    ["night", "2026-11-28T17:00", "2026-11-29T05:00"],
    ["week", "2026-11-22T23:00", "2026-11-29T23:00"],
    ["lastWeek", "2026-11-15T23:00", "2026-11-22T23:00"],
    // October ends with winter time, and begins with summer time
    ["month", "2026-10-31T23:00", "2026-11-30T23:00"],
    ["lastMonth", "2026-09-30T22:00", "2026-10-31T23:00"],
  ])("%s", (key, from, to) => {
    expect(range(key)).toEqual([from, to]);
  });

  it("last night is the one that goes on before six", () => {
    const early = Date.UTC(2026, 10, 29, 2);
    expect(range("night", early)).toEqual(["2026-11-28T17:00", "2026-11-29T05:00"]);
  });

  it("a Monday begins a week, a January has a December before it", () => {
    expect(range("week", Date.UTC(2026, 10, 30, 12))).toEqual([
      "2026-11-29T23:00",
      "2026-12-06T23:00",
    ]);
    expect(range("lastMonth", Date.UTC(2027, 0, 5, 12))).toEqual([
      "2026-11-30T23:00",
      "2026-12-31T23:00",
    ]);
  });

  it("days of a change of clocks have 23 and 25 hours, and the night 11 and 13", () => {
    const long = (key: CalendarKey, now: number) => {
      const { from, to } = calendarRange(key, now, VIENNA);
      return (to - from) / HOUR;
    };
    const [spring, autumn] = [Date.UTC(2026, 2, 29, 12), Date.UTC(2026, 9, 25, 12)];
    expect([long("today", spring), long("night", spring)]).toEqual([23, 11]);
    expect([long("today", autumn), long("night", autumn)]).toEqual([25, 13]);
    expect(long("yesterday", autumn + 24 * HOUR)).toBe(25);
  });

  it("are those of the zone, not of the browser", () => {
    // already Monday in Auckland
    expect(range("today", NOW, "Pacific/Auckland")).toEqual([
      "2026-11-29T11:00",
      "2026-11-30T11:00",
    ]);
    for (const { key } of CALENDAR) {
      const { from } = calendarRange(key, NOW, "Asia/Kathmandu");
      expect((from + offset(from, "Asia/Kathmandu")) % HOUR).toBe(0);
    }
  });
});
