import { expect, it } from "vitest";
import {
  byDay,
  dayWords,
  extremeWords,
  lastedWords,
  noneWords,
  unknownWords,
  whenWords,
} from "@/features/sensor/excursion-words";
import { NOON, makeExcursion } from "../../make";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ZONE = "Europe/Vienna";
const plain = (text: string | null) => text?.replaceAll("\u00a0", " ");
const when = (changes: Parameters<typeof makeExcursion>[0], live = true) =>
  plain(whenWords(makeExcursion(changes), ZONE, live));

it("says from when to when, to the second where minutes would disagree with the duration", () => {
  expect(when({ from: NOON, to: NOON + 10 * MINUTE })).toBe("13:00 to 13:10");
  expect(when({ from: NOON + 50_000, to: NOON + 10 * MINUTE })).toBe("13:00:50 to 13:10:00");
  expect(when({ from: NOON + 1000, to: NOON + 3 * HOUR })).toBe("13:00 to 16:00");
});

it("names another day", () => {
  expect(when({ from: NOON, to: NOON + 12 * HOUR })).toBe("13:00 to Tue 01:00");
  expect(when({ from: NOON, to: NOON + 9 * 24 * HOUR })).toBe("13:00 to Wed 2 Dec 13:00");
});

it("says where the range cuts an excursion, and whether it goes on now", () => {
  const cut = { from: NOON, to: NOON + HOUR };
  expect(when({ ...cut, before: true })).toBe("since before 13:00, until 14:00");
  expect(when({ ...cut, open: true })).toBe("since 13:00, ongoing");
  expect(when({ ...cut, open: true }, false)).toBe("since 13:00, still at 14:00");
  expect(when({ ...cut, open: true, before: true })).toBe("since before 13:00, ongoing");
});

it("says that an hour without its readings holds several", () => {
  const hour = { from: NOON, to: NOON + HOUR, seconds: 600, exact: false, times: 3 };
  expect(when(hour)).toBe("between 13:00 and 14:00");
  expect(unknownWords(makeExcursion(hour))).toBeNull();
  expect(plain(extremeWords(makeExcursion(hour), "C", ZONE))).toBe(
    "3 times, 9.2 °C at 13:01, high limit 8.0",
  );
});

it("tells known from unknown time", () => {
  const excursion = makeExcursion({ from: NOON, to: NOON + HOUR, seconds: 600 });
  expect(plain(lastedWords(excursion))).toBe("10 min");
  expect(plain(unknownWords(excursion))).toBe("50 min unknown");
  expect(unknownWords({ ...excursion, seconds: 3600 })).toBeNull();
});

it("says how far, when, and which limit was in force", () => {
  const extreme = { value: 9.2, time: NOON + MINUTE };
  expect(plain(extremeWords(makeExcursion({ extreme }), "C", ZONE))).toBe(
    "9.2 °C at 13:01, high limit 8.0",
  );
  const below = makeExcursion({ side: "below", limit: 2, extreme: { ...extreme, value: 1.96 } });
  expect(plain(extremeWords(below, "C", ZONE))).toBe("1.96 °C at 13:01, low limit 2.0");
  expect(plain(extremeWords(makeExcursion({ extreme }), "F", ZONE))).toBe(
    "48.6 °F at 13:01, high limit 46.4",
  );
});

it("groups by the day on which they began", () => {
  const items = [NOON, NOON - HOUR, NOON - 24 * HOUR].map((from) => makeExcursion({ from }));
  const groups = byDay(items, ZONE);
  expect(groups.map((group) => group.items.length)).toEqual([2, 1]);
  expect(groups.map(({ day }) => dayWords(day, NOON, ZONE))).toEqual(["Mon 23 Nov", "Sun 22 Nov"]);
  expect(dayWords(NOON, NOON + 90 * 24 * HOUR, ZONE)).toBe("Mon 23 Nov 2026");
});

it("says what an empty list means", () => {
  const limits = [{ from: NOON, to: NOON + HOUR, low: 2, high: 8 }];
  const none = [{ from: NOON, to: NOON + HOUR, low: null, high: null }];
  const known = { n: 5, unknown_s: 0 };
  const words = (...args: Parameters<typeof noneWords>) => plain(noneWords(...args));
  expect(words(known, limits, NOON, ZONE)).toBe("Never out of limits in this range.");
  expect(words({ ...known, unknown_s: 600 }, limits, NOON, ZONE)).toBe(
    "Never out of limits in this range, as far as is known: 10 min are unknown.",
  );
  expect(words({ n: 0, unknown_s: 600 }, limits, NOON, ZONE)).toBe(
    "No data in this range, so nothing is known.",
  );
  for (const steps of [[], none])
    expect(words(known, steps, NOON, ZONE)).toBe(
      "No limits were set in this range, so nothing was judged.",
    );
  expect(words(known, limits, NOON - HOUR, ZONE)).toBe(
    "Never out of limits in this range. There were no limits before Mon 23 Nov, 13:00.",
  );
});
