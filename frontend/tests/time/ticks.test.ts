import { describe, expect, it } from "vitest";
import { timeTicks } from "@/time/ticks";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe("time ticks", () => {
  it("are at round wall-clock hours, midnight strong with its date", () => {
    const to = Date.UTC(2026, 10, 23, 13, 52);
    const ticks = timeTicks(to - DAY, to, "Europe/Vienna", 8);
    expect(ticks.map((tick) => tick.label)).toEqual([
      "15:00",
      "18:00",
      "21:00",
      "Mon 23 Nov",
      "03:00",
      "06:00",
      "09:00",
      "12:00",
    ]);
    expect(ticks.filter((tick) => tick.strong).map((tick) => tick.label)).toEqual(["Mon 23 Nov"]);
  });

  it("are at local hours in a zone whose offset is not whole hours", () => {
    const to = Date.UTC(2026, 10, 23, 12);
    for (const tick of timeTicks(to - 6 * HOUR, to, "Asia/Kathmandu", 6))
      expect(tick.label).toMatch(/:00$/);
  });

  it("are at local hours on both sides of a DST change", () => {
    const from = Date.UTC(2026, 9, 24, 22);
    const labels = timeTicks(from, from + 25 * HOUR, "Europe/Vienna", 5).map((tick) => tick.label);
    expect(labels).toEqual(["Sun 25 Oct", "06:00", "12:00", "18:00", "Mon 26 Oct"]);
    const times = timeTicks(from, from + 25 * HOUR, "Europe/Vienna", 5).map((tick) => tick.at);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(7 * HOUR);
  });

  it("omit a skipped hour and repeat none", () => {
    const from = Date.UTC(2026, 2, 28, 23);
    const ticks = timeTicks(from, from + 8 * HOUR, "Europe/Vienna", 10);
    expect(ticks.map((tick) => tick.label)).toEqual([
      "Sun 29 Mar",
      "01:00",
      "03:00",
      "04:00",
      "05:00",
      "06:00",
      "07:00",
      "08:00",
      "09:00",
    ]);
  });

  it("become days, Mondays, months and years as the range grows", () => {
    const to = Date.UTC(2026, 10, 23, 12);
    expect(timeTicks(to - 7 * DAY, to, "UTC", 8)[0]?.label).toBe("17 Nov");
    const mondays = timeTicks(to - 30 * DAY, to, "UTC", 6);
    for (const tick of mondays) expect(new Date(tick.at).getUTCDay()).toBe(1);
    const months = timeTicks(to - 365 * DAY, to, "UTC", 8);
    expect(months.map((tick) => tick.label)).toEqual(["2026", "Mar", "May", "Jul", "Sep", "Nov"]);
  });

  it("are limited in number", () => {
    const to = Date.UTC(2026, 10, 23, 12);
    for (const span of [60_000, HOUR, 5 * HOUR, DAY, 9 * DAY, 100 * DAY, 3660 * DAY]) {
      expect(timeTicks(to - span, to, "America/Chicago", 8).length).toBeLessThanOrEqual(11);
    }
  });
});
