import { describe, expect, it } from "vitest";
import {
  fields,
  instant,
  isAmbiguous,
  isRepeated,
  isZone,
  offset,
  offsetChange,
  offsetName,
  startOfDay,
  zoneWords,
} from "@/time/zone";

const HOUR = 3_600_000;

describe("wall-clock fields and offsets", () => {
  it("are those of the zone, whatever the browser's zone", () => {
    expect(fields(Date.UTC(2026, 10, 23, 23, 30, 5), "Asia/Kathmandu")).toEqual({
      year: 2026,
      month: 11,
      day: 24,
      hour: 5,
      minute: 15,
      second: 5,
    });
  });

  it.each([
    ["Europe/Vienna", Date.UTC(2026, 10, 23), "UTC+01:00"],
    ["Europe/Vienna", Date.UTC(2026, 6, 1), "UTC+02:00"],
    ["Asia/Kathmandu", 0, "UTC+05:30"],
    ["Asia/Kathmandu", Date.UTC(2026, 0), "UTC+05:45"],
    ["America/Chicago", Date.UTC(2026, 0), "UTC\u221206:00"],
    ["UTC", 0, "UTC+00:00"],
  ])("include the offset of %s", (zone, at, name) => {
    expect(offsetName(at, zone)).toBe(name);
  });

  it("are correct before 1970 and between seconds", () => {
    expect(offset(-1, "Europe/Vienna")).toBe(HOUR);
    expect(offset(1234, "UTC")).toBe(0);
  });

  it("do not repeat UTC", () => {
    expect(zoneWords(0, "UTC")).toBe("UTC");
    expect(zoneWords(Date.UTC(2026, 0), "America/New_York")).toBe(
      "America/New York, UTC\u221205:00",
    );
  });

  it("distinguish zones from other words", () => {
    expect(isZone("Europe/Vienna")).toBe(true);
    expect(isZone("Europe/Nowhere")).toBe(false);
  });
});

describe("the instant of a wall-clock time", () => {
  it("is the earlier one of an ambiguous time", () => {
    expect(instant("Europe/Vienna", 2026, 10, 25, 2, 30)).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  it("moves forward if DST skipped the time", () => {
    expect(instant("Europe/Vienna", 2026, 3, 29, 2, 30)).toBe(Date.UTC(2026, 2, 29, 1, 30));
  });

  it("is otherwise the inverse of fields", () => {
    for (const zone of [
      "America/Chicago",
      "Asia/Kathmandu",
      "Europe/Lisbon",
      "Australia/Lord_Howe",
    ]) {
      const at = Date.UTC(2026, 5, 17, 13, 45);
      const wall = fields(at, zone);
      expect(instant(zone, wall.year, wall.month, wall.day, wall.hour, wall.minute)).toBe(at);
    }
  });
});

describe("a time that clocks show twice", () => {
  it.each([
    ["Europe/Vienna", Date.UTC(2026, 9, 25), HOUR],
    ["America/Havana", Date.UTC(2026, 10, 1, 4), HOUR],
    ["Australia/Lord_Howe", Date.UTC(2026, 3, 4, 14, 30), HOUR / 2],
    ["Antarctica/Troll", Date.UTC(2026, 9, 24, 23), 2 * HOUR],
  ])("is repeated the second time, in %s", (zone, first, length) => {
    const again = first + length;
    const told = [first - 1, first, again - 1, again, again + length - 1, again + length];
    expect(told.map((at) => isAmbiguous(at, zone))).toEqual([false, true, true, true, true, false]);
    expect(told.map((at) => isRepeated(at, zone))).toEqual([
      false,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it("is none where clocks go forward", () => {
    for (const at of [Date.UTC(2026, 2, 29), Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 2, 29, 2)])
      expect(isAmbiguous(at, "Europe/Vienna")).toBe(false);
  });
});

describe("days", () => {
  it("are 25 or 23 hours long at DST changes", () => {
    const autumn = startOfDay(Date.UTC(2026, 9, 25, 12), "Europe/Vienna");
    expect(startOfDay(autumn, "Europe/Vienna", 1) - autumn).toBe(25 * HOUR);
    const spring = startOfDay(Date.UTC(2026, 2, 29, 12), "Europe/Vienna");
    expect(startOfDay(spring, "Europe/Vienna", 1) - spring).toBe(23 * HOUR);
  });

  it("contain the instant of a DST change", () => {
    const from = Date.UTC(2026, 9, 24);
    expect(offsetChange(from, from + 48 * HOUR, "Europe/Vienna")).toBe(Date.UTC(2026, 9, 25, 1));
    for (let ms = 0; ms < 1000; ms += 50)
      expect(offsetChange(from + ms, from + 48 * HOUR, "Europe/Vienna")).toBe(
        Date.UTC(2026, 9, 25, 1),
      );
    expect(offsetChange(from, from + HOUR, "Europe/Vienna")).toBeNull();
  });
});
