import { expect, it } from "vitest";
import { fromField, toExactField, toField } from "@/time/wall-field";

it("converts to and from the zone's time, not the browser's", () => {
  const at = Date.UTC(2026, 10, 23, 12, 30);
  expect(toField(at, "Asia/Kathmandu")).toBe("2026-11-23T18:15");
  expect(fromField("2026-11-23T18:15", "Asia/Kathmandu")).toBe(at);
  expect(fromField("", "UTC")).toBeNull();
});

it("keeps seconds, and milliseconds where there are any", () => {
  const at = Date.UTC(2026, 10, 23, 12, 30, 7);
  expect(toExactField(at, "Asia/Kathmandu")).toBe("2026-11-23T18:15:07");
  expect(toExactField(at + 40, "UTC")).toBe("2026-11-23T12:30:07.040");
  for (const time of [at, at + 40]) expect(fromField(toExactField(time, "UTC"), "UTC")).toBe(time);
});

const HOUR = 3_600_000;
it.each([
  ["Europe/Vienna", Date.UTC(2026, 9, 25), "2026-10-25T02:00+02:00", HOUR],
  ["America/Havana", Date.UTC(2026, 10, 1, 4), "2026-11-01T00:00-04:00", HOUR],
  ["America/St_Johns", Date.UTC(2010, 10, 7, 1, 31), "2010-11-06T23:01-02:30", HOUR],
  ["Australia/Lord_Howe", Date.UTC(2026, 3, 4, 14, 30), "2026-04-05T01:30+11:00", HOUR / 2],
])("tells a time that clocks show twice from its other: %s", (zone, first, value, length) => {
  expect(toField(first, zone)).toBe(value);
  const texts = [first - 60_000, first + 2 * length].map((at) => toField(at, zone));
  for (const text of texts) expect(text).toMatch(/T\d\d:\d\d$/);
  for (let at = first - HOUR; at < first + 4 * HOUR; at += 60_000) {
    expect(fromField(toField(at, zone), zone)).toBe(at);
    expect(fromField(toExactField(at + 7040, zone), zone)).toBe(at + 7040);
  }
});

it("means the first of two equal times if it does not say which", () => {
  expect(fromField("2026-10-25T02:30", "Europe/Vienna")).toBe(Date.UTC(2026, 9, 25, 0, 30));
});
