import { describe, expect, it } from "vitest";
import { exactText, typedMoment, typedText } from "@/time/typed-moment";

const VIENNA = "Europe/Vienna";
/** Sunday 29 November 2026, 15:00 in Vienna. */
const NOW = Date.UTC(2026, 10, 29, 14);
/** 20 November 2026, 08:00 in Vienna. */
const BEFORE = Date.UTC(2026, 10, 20, 7);
const read = (text: string, end = false) => {
  const at = typedMoment(text, VIENNA, NOW, BEFORE, end);
  return at === null ? null : typedText(at, VIENNA);
};

describe("a typed time", () => {
  it.each([
    ["14:30", "20 Nov 2026 14:30"],
    ["1430", "20 Nov 2026 14:30"],
    ["930", "20 Nov 2026 09:30"],
    ["9:05", "20 Nov 2026 09:05"],
    ["24:00", "21 Nov 2026 00:00"],
    ["2:30 pm", "20 Nov 2026 14:30"],
    ["12 am", "20 Nov 2026 00:00"],
    ["18h", "20 Nov 2026 18:00"],
    ["28 Nov 2026 14:30", "28 Nov 2026 14:30"],
    ["Sat 28 Nov 2026, 14:30", "28 Nov 2026 14:30"],
    ["28 November 1430", "28 Nov 2026 14:30"],
    ["nov 28", "28 Nov 2026 00:00"],
    ["Nov 28, 2026 6:00", "28 Nov 2026 06:00"],
    ["2026-11-28T14:30", "28 Nov 2026 14:30"],
    ["2026-11-28", "28 Nov 2026 00:00"],
    ["28.11.2026 14:30", "28 Nov 2026 14:30"],
    ["28.11.", "28 Nov 2026 00:00"],
    ["28/11/26", "28 Nov 2026 00:00"],
    ["3 Dec", "3 Dec 2025 00:00"],
    ["yesterday 18:00", "28 Nov 2026 18:00"],
    ["today", "29 Nov 2026 00:00"],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    "",
    "noon",
    "25:00",
    "14:60",
    "31.4.2026",
    "29 Feb 2026",
    "28 Foo",
    "13 pm",
    "1",
    "2026",
  ])("%j is none, or a time of day", (text) => {
    expect(read(text)).toBe(text === "2026" ? "20 Nov 2026 20:26" : null);
  });

  it("that is a day alone ends with it", () => {
    expect(read("28 Nov", true)).toBe("29 Nov 2026 00:00");
    expect(read("28 Nov 14:30", true)).toBe("28 Nov 2026 14:30");
  });

  it("is read as it is shown, whatever the zone", () => {
    for (const zone of [VIENNA, "Asia/Kathmandu", "America/St_Johns"])
      expect(typedMoment(typedText(NOW, zone), zone, NOW, BEFORE)).toBe(NOW);
  });
});

it.each([
  ["14:30:15", "20 Nov 2026 14:30:15"],
  ["2:30:15 pm", "20 Nov 2026 14:30:15"],
  ["28 Nov 2026 14:30:15.250", "28 Nov 2026 14:30:15.250"],
  ["14:30", "20 Nov 2026 14:30:00"],
  ["24:00:00", "21 Nov 2026 00:00:00"],
])("%s keeps its seconds", (text, expected) => {
  const at = typedMoment(text, VIENNA, NOW, BEFORE);
  expect(at !== null && exactText(at, VIENNA)).toBe(expected);
});

it.each(["14:30:60", "24:00:01"])("%s is no time", (text) => {
  expect(typedMoment(text, VIENNA, NOW, BEFORE)).toBeNull();
});

/** 25 October 2026, 02:30:15 in Vienna for the first time. */
const FIRST = Date.UTC(2026, 9, 25, 0, 30, 15);

it("says by which offset it is only where clocks show it twice", () => {
  const second = FIRST + 3_600_000;
  expect(typedText(FIRST, VIENNA)).toBe("25 Oct 2026 02:30 UTC+02:00");
  expect(exactText(second, VIENNA)).toBe("25 Oct 2026 02:30:15 UTC+01:00");
  for (const at of [FIRST, second])
    expect(typedMoment(exactText(at, VIENNA), VIENNA, NOW, BEFORE)).toBe(at);
});

it.each([
  ["25 Oct 02:30", "2026-10-25T00:30:00.000Z"],
  ["25 Oct 02:30 UTC+01:00", "2026-10-25T01:30:00.000Z"],
  ["25 Oct 2:30 am utc+1", "2026-10-25T01:30:00.000Z"],
  ["25 Oct 0230 GMT+0100", "2026-10-25T01:30:00.000Z"],
  ["25 Oct 02:30+01:00", "2026-10-25T01:30:00.000Z"],
  ["2026-10-25T01:30:15.5Z", "2026-10-25T01:30:15.500Z"],
  ["02:30 UTC", "2026-11-20T02:30:00.000Z"],
  ["18:00 UTC\u221205:00", "2026-11-20T23:00:00.000Z"],
])("%s is read by its offset", (text, expected) => {
  const at = typedMoment(text, VIENNA, NOW, BEFORE);
  expect(at !== null && new Date(at).toISOString()).toBe(expected);
});

it.each(["02:30 UTC+16", "02:30 UTC+1:99", "UTC+01:00", "02:30 CET"])("%s is no time", (text) => {
  expect(typedMoment(text, VIENNA, NOW, BEFORE)).toBeNull();
});
