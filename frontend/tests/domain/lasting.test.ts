import { describe, expect, it } from "vitest";
import { excursionWords, knownBetween, type Lasting } from "@/domain/lasting";
import { judge } from "@/domain/state";
import { NOON, makeLatest, makeSensor } from "../make";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ABOVE = judge(makeSensor({ state: "above", latest: makeLatest(NOON, 9) }), NOON);
const NEVER = { seconds: 0, times: 0, open: false };
const plain = (text: string) => text.replaceAll("\u00a0", " ");

function words(seconds: number, unknown: number, now = NOON): string {
  const excursion: Lasting = {
    figures: { above: { seconds, times: 1, open: true }, below: NEVER, unknown_s: unknown },
    to: NOON,
  };
  return plain(excursionWords(ABOVE, excursion, now));
}

describe("how long a sensor has been out of range", () => {
  it("is what the statistics count, and how much is unknown", () => {
    expect(words(5400, 5400)).toBe("for 1 h 30 min, 1 h 30 min unknown");
    expect(words(2400, 0)).toBe("for 40 min");
    expect(words(2400, 0.4)).toBe("for 40 min");
  });

  it("goes on while the page shows it", () => {
    expect(words(2400, 60, NOON + 2 * MINUTE)).toBe("for 42 min, 1 min unknown");
  });

  it("is known of what does not count yet by limits with grace", () => {
    const figures = { above: NEVER, below: NEVER, unknown_s: 60 };
    const above = { ...ABOVE, since: NOON - 10 * MINUTE };
    expect(plain(excursionWords(above, { figures, to: NOON }, NOON))).toBe(
      "for 9 min, not counted as an excursion yet",
    );
  });

  it("is unknown if no value counts", () => {
    expect(words(0, 300, NOON + MINUTE)).toBe("for an unknown time");
  });

  it("is not said before it is known, or in another state", () => {
    expect(excursionWords(ABOVE, undefined, NOON)).toBe("");
    const inRange = judge(makeSensor(), NOON);
    const figures = { above: NEVER, below: NEVER, unknown_s: 0 };
    expect(excursionWords(inRange, { figures, to: NOON }, NOON)).toBe("");
  });
});

it("leaves unknown spans out of a time, those that overlap once", () => {
  const since = NOON - 3 * HOUR;
  expect(knownBetween(since, NOON, [])).toBe(3 * HOUR);
  const spans: [number, number][] = [
    [NOON - 4 * HOUR, NOON - 2 * HOUR],
    [NOON - 150 * MINUTE, NOON - 90 * MINUTE],
    [NOON - 5 * MINUTE, NOON + HOUR],
  ];
  expect(knownBetween(since, NOON, spans)).toBe(85 * MINUTE);
});
