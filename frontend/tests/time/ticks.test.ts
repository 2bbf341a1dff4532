import { describe, expect, it, vi } from "vitest";
import { timeTicks } from "@/time/ticks";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
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

  it("are in the second of two equal hours, too", () => {
    const from = Date.UTC(2026, 9, 25, 1, 10);
    const ticks = timeTicks(from, from + 40 * MINUTE, "Europe/Vienna", 5);
    expect(ticks.map(({ at }) => (at - from) / MINUTE)).toEqual([0, 10, 20, 30, 40]);
    expect(ticks[0]?.label).toBe("02:10\u00a0UTC+01:00");
  });

  it.each([
    ["Europe/Vienna", Date.UTC(2026, 9, 25, 0), 4, "02:00, 02:00 UTC+01:00, 03:00"],
    ["America/Havana", Date.UTC(2026, 10, 1, 4), 4, "Sun 1 Nov, 00:00 UTC\u221205:00, 01:00"],
    ["Atlantic/Azores", Date.UTC(2026, 9, 25, 0), 4, "Sun 25 Oct, 00:00 UTC\u221201:00, 01:00"],
    ["America/St_Johns", Date.UTC(2010, 10, 7, 2, 30), 4, "Sun 7 Nov, 00:00 UTC\u221203:30, 01:00"],
    ["Antarctica/Troll", Date.UTC(2026, 9, 25, 0), 4, "02:00, 01:00 UTC+00:00, 02:00 UTC+00:00"],
    ["Australia/Lord_Howe", Date.UTC(2026, 3, 4, 14, 30), 6, "01:30, 01:30 UTC+10:30, 02:00"],
  ])("repeat what clocks show again, with its offset: %s", (zone, from, most, labels) => {
    const ticks = timeTicks(from, from + 3 * HOUR - 1, zone, most);
    const first = ticks.slice(0, 3).map(({ label }) => label.replace("\u00a0", " "));
    expect(first.join(", ")).toBe(labels);
  });

  it("stay in step at a clock change within it: what is skipped comes at the end of the jump", () => {
    const labels = (from: number) =>
      timeTicks(from, from + 5 * HOUR, "Europe/Vienna", 2.5).map(({ label }) => label);
    expect(labels(Date.UTC(2026, 2, 28, 23, 30))).toEqual(["03:00", "04:00", "06:00"]);
    expect(labels(Date.UTC(2026, 9, 25, 0, 30))).toEqual([
      "02:00\u00a0UTC+01:00",
      "04:00",
      "06:00",
    ]);
    const thirds = timeTicks(
      Date.UTC(2026, 9, 24, 23),
      Date.UTC(2026, 9, 25, 4),
      "Europe/Vienna",
      2,
    );
    expect(thirds.map(({ label }) => label)).toEqual(["03:00"]);
  });

  it("have the date at the start of a day that has no midnight", () => {
    const from = Date.UTC(2026, 3, 23, 22);
    const labels = timeTicks(from, from + 8 * HOUR, "Africa/Cairo", 4).map(({ label }) => label);
    expect(labels.slice(0, 2)).toEqual(["Fri 24 Apr", "02:00"]);
  });

  it("become days, Mondays, months and years as the range grows", () => {
    const to = Date.UTC(2026, 10, 23, 12);
    expect(timeTicks(to - 7 * DAY, to, "UTC", 8)[0]?.label).toBe("17 Nov");
    const mondays = timeTicks(to - 30 * DAY, to, "UTC", 6);
    for (const tick of mondays) expect(new Date(tick.at).getUTCDay()).toBe(1);
    const months = timeTicks(to - 365 * DAY, to, "UTC", 8);
    expect(months.map((tick) => tick.label)).toEqual(["2026", "Mar", "May", "Jul", "Sep", "Nov"]);
  });

  it("are found in a few steps, however long the day is", () => {
    const format = vi.spyOn(Intl.DateTimeFormat.prototype, "formatToParts");
    const midnight = Date.UTC(2026, 10, 29, 23);
    for (const middle of [midnight, midnight + 15 * HOUR])
      timeTicks(middle - 30_000, middle + 30_000, "Europe/Vienna", 9);
    expect(format.mock.calls.length).toBeLessThan(400);
    format.mockRestore();
  });

  it("are limited in number", () => {
    const to = Date.UTC(2026, 10, 23, 12);
    for (const span of [60_000, HOUR, 5 * HOUR, DAY, 9 * DAY, 100 * DAY, 3660 * DAY]) {
      expect(timeTicks(to - span, to, "America/Chicago", 8).length).toBeLessThanOrEqual(11);
    }
  });
});
