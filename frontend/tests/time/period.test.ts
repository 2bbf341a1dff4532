// Steps over the calendars of zones: days of 23, 23.5, 24.5 and 25 hours, and months of every length.
import { describe, expect, it } from "vitest";
import { periodBefore } from "@/time/before";
import { neighbour, periodOf } from "@/time/period";
import { shift } from "@/time/range";
import { fields, instant } from "@/time/zone";

const HOUR = 3_600_000;
const ZONES = [
  "Europe/Vienna",
  "Europe/Lisbon",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  // clocks go forward at midnight: these days begin at 01:00
  "America/Santiago",
  "Africa/Cairo",
  // the whole of 30 December 2011 was skipped
  "Pacific/Apia",
  "UTC",
];
const day = (zone: string, year: number, month: number, date: number) =>
  instant(zone, year, month, date);

/** The same numbers for the same seed, from 0 to below `most`. */
function random(seed: number) {
  let state = seed;
  return (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

describe.each(ZONES)("in %s", (zone) => {
  it("whole days are followed by as many whole days, without a hole or an overlap", () => {
    const next = random(7);
    for (let n = 0; n < 60; n += 1) {
      const [year, date, count] = [2010 + next(18), next(366), 1 + next(40)];
      const range = {
        from: day(zone, year, 1, date + 1),
        to: day(zone, year, 1, date + 1 + count),
      };
      const period = periodOf(range.from, range.to, zone);
      // Apia's days around the one that was skipped are not counted here
      if (zone === "Pacific/Apia" && Math.abs(range.to - Date.UTC(2011, 11, 30)) < 50 * 24 * HOUR)
        continue;
      const earlier = neighbour(range, -1, [zone]);
      expect(earlier.to).toBe(range.from);
      // 28 days before 1 March are February: what follows February is March
      if (periodOf(earlier.from, earlier.to, zone)?.unit === period?.unit)
        expect(neighbour(earlier, 1, [zone])).toEqual(range);
      const later = neighbour(range, 1, [zone]);
      expect(later.from).toBe(range.to);
      if (periodOf(later.from, later.to, zone)?.unit === period?.unit)
        expect(neighbour(later, -1, [zone])).toEqual(range);
      for (const at of [earlier.from, later.to]) {
        const before = fields(at - 1, zone);
        expect(fields(at, zone).day).not.toBe(before.day);
      }
      if (period?.unit === "day")
        expect(Math.round((later.to - later.from) / (24 * HOUR))).toBe(period.count);
    }
  });

  it("whole months are followed by whole months", () => {
    const next = random(11);
    for (let n = 0; n < 40; n += 1) {
      const [year, month, count] = [2012 + next(15), 1 + next(12), 1 + next(14)];
      const range = { from: day(zone, year, month, 1), to: day(zone, year, month + count, 1) };
      expect(periodOf(range.from, range.to, zone)).toEqual({ unit: "month", count });
      expect(neighbour(range, -1, [zone])).toEqual({
        from: day(zone, year, month - count, 1),
        to: range.from,
      });
      expect(neighbour(range, 1, [zone])).toEqual({
        from: range.to,
        to: day(zone, year, month + 2 * count, 1),
      });
    }
  });

  it("any other range steps by its length", () => {
    const next = random(13);
    for (let n = 0; n < 40; n += 1) {
      const from = day(zone, 2013 + next(13), 1, 1 + next(360)) + (1 + next(86_399)) * 1000;
      const range = { from, to: from + HOUR * (1 + next(900)) };
      if (periodOf(range.from, range.to, zone)) continue;
      const length = range.to - range.from;
      expect(neighbour(range, 1, [zone])).toEqual({ from: range.to, to: range.to + length });
      expect(neighbour(range, -1, [zone])).toEqual({ from: range.from - length, to: range.from });
      expect(periodBefore("range", range.from, range.to, zone)).toEqual(
        neighbour(range, -1, [zone]),
      );
    }
  });

  it.each(["day", "week", "year"] as const)("the %s before has whole days too", (before) => {
    for (let date = 1; date <= 365; date += 3) {
      const range = { from: day(zone, 2026, 1, date), to: day(zone, 2026, 1, date + 1) };
      const [years, days] = { day: [0, 1], week: [0, 7], year: [1, 0] }[before] as [number, number];
      expect(periodBefore(before, range.from, range.to, zone)).toEqual({
        from: day(zone, 2026 - years, 1, date - days),
        to: day(zone, 2026 - years, 1, date - days + 1),
      });
    }
  });
});

it("days of 23 and 25 hours are days", () => {
  const spring = { from: Date.UTC(2026, 2, 28, 23), to: Date.UTC(2026, 2, 29, 22) };
  expect(neighbour(spring, -1, ["Europe/Vienna"])).toEqual({
    from: Date.UTC(2026, 2, 27, 23),
    to: spring.from,
  });
  expect(neighbour(spring, 1, ["Europe/Vienna"])).toEqual({
    from: spring.to,
    to: Date.UTC(2026, 2, 30, 22),
  });
  // Lord Howe moves its clocks by half an hour.
  const autumn = { from: Date.UTC(2026, 3, 4, 13), to: Date.UTC(2026, 3, 5, 13, 30) };
  expect(periodOf(autumn.from, autumn.to, "Australia/Lord_Howe")).toEqual({
    unit: "day",
    count: 1,
  });
  expect(neighbour(autumn, 1, ["Australia/Lord_Howe"]).to).toBe(Date.UTC(2026, 3, 6, 13, 30));
});

it("the day that Samoa skipped is stepped over", () => {
  const zone = "Pacific/Apia";
  const last = { from: day(zone, 2011, 12, 31), to: day(zone, 2012, 1, 1) };
  const before = neighbour(last, -1, [zone]);
  expect(before.to - before.from).toBe(24 * HOUR);
  expect(before.to).toBe(last.from);
});

it("the first of several zones in which a range is whole decides", () => {
  const utc = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1) };
  expect(neighbour(utc, -1, ["Europe/Vienna", "UTC"])).toEqual({
    from: Date.UTC(2026, 1, 1),
    to: utc.from,
  });
});

it("nothing follows the day, week or month that now is in", () => {
  const zone = "Europe/Vienna";
  const now = Date.UTC(2026, 10, 23, 12);
  const today = { from: day(zone, 2026, 11, 23), to: day(zone, 2026, 11, 24) };
  expect(shift(today, 1, now, [zone])).toBe(today);
  const yesterday = shift(today, -1, now, [zone]);
  expect(yesterday).toEqual({ from: day(zone, 2026, 11, 22), to: today.from });
  expect(shift(yesterday, 1, now, [zone])).toEqual(today);
  // Without a calendar the same range steps by its length, and follows now again.
  expect(shift(yesterday, 1, now)).toEqual({ follow: "24h" });
});
