import { describe, expect, it } from "vitest";
import {
  boundsWords,
  deviceLines,
  limitsLines,
  listedWords,
  spanWords,
  zonesWords,
} from "@/parts/print/sheet-words";
import { cssText, stateWords } from "@/parts/print/words";

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 23, 12);
const PERIOD = { from: NOON - 12 * HOUR, to: NOON + 12 * HOUR };
const ZONE = "Europe/Vienna";

describe("the words of a printed page", () => {
  it("name the period with weekday, year and offset", () => {
    expect(spanWords(PERIOD, ZONE)).toBe(
      "Mon 23 Nov 2026, 01:00:00 UTC+01:00 to Tue 24 Nov 2026, 01:00:00 UTC+01:00",
    );
  });

  it("name both offsets where the clocks change within the period", () => {
    expect(zonesWords(PERIOD, ZONE)).toBe("Europe/Vienna, UTC+01:00");
    const change = Date.UTC(2026, 9, 25, 1);
    expect(zonesWords({ from: change - HOUR, to: change + HOUR }, ZONE)).toBe(
      "Europe/Vienna, UTC+01:00, at its beginning UTC+02:00",
    );
  });

  it("name limits with the dates on which they changed in the period, and no others", () => {
    const step = (from: number, to: number, low: number | null, high: number | null) => ({
      from,
      to,
      low,
      high,
    });
    expect(limitsLines([], PERIOD, "C", ZONE)).toEqual(["none"]);
    expect(limitsLines([step(PERIOD.from, PERIOD.to, 2, 8)], PERIOD, "C", ZONE)).toEqual([
      "2.0 to 8.0\u00a0°C",
    ]);
    expect(
      limitsLines(
        [step(NOON - HOUR, NOON, 2, 8), step(NOON, PERIOD.to, null, 8.5)],
        PERIOD,
        "C",
        ZONE,
      ),
    ).toEqual([
      "none, until Mon 23 Nov 2026, 12:00:00 UTC+01:00",
      "2.0 to 8.0\u00a0°C, since Mon 23 Nov 2026, 12:00:00 UTC+01:00, until Mon 23 Nov 2026, 13:00:00 UTC+01:00",
      "up to 8.5\u00a0°C, since Mon 23 Nov 2026, 13:00:00 UTC+01:00",
    ]);
  });

  it("name limits by one end, or none", () => {
    expect(boundsWords({ low: -25, high: null }, "C")).toBe("from \u221225.0\u00a0°C");
    expect(boundsWords({ low: null, high: null }, "C")).toBe("none");
  });

  it("name each device of the period", () => {
    const all = [
      { device: "new", channel: "t", from: NOON, to: null },
      { device: "old", channel: "t", from: null, to: NOON },
      { device: "older", channel: "t", from: null, to: PERIOD.from },
    ];
    expect(deviceLines(all, PERIOD, ZONE)).toEqual([
      "new, channel t, since Mon 23 Nov 2026, 13:00:00 UTC+01:00",
      "old, channel t, until Mon 23 Nov 2026, 13:00:00 UTC+01:00",
    ]);
    expect(deviceLines([], PERIOD, ZONE)).toEqual(["none installed in this period"]);
  });

  it("say that a list is not complete", () => {
    expect(listedWords(100, 100)).toBe("");
    expect(listedWords(100, 1250)).toBe("100 of 1,250 are listed, the newest.");
  });

  it("say as of when it is, if it was not live", () => {
    expect(stateWords(null, ZONE)).toContain("known then");
    expect(stateWords(NOON, ZONE)).toBe(
      "It was not live: what it shows is as of Mon 23 Nov 2026, 13:00:00 UTC+01:00.",
    );
  });

  it("stay one string of CSS, whatever a person is called", () => {
    expect(cssText('A "B" \\ C\nD')).toBe('"A \\"B\\" \\\\ C D"');
  });
});
