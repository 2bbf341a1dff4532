import { describe, expect, it } from "vitest";
import { barsOf, shortCount } from "@/features/ledger/bars";
import { makeHour } from "../../make-ledger";
import { NOON } from "../../make";

const HOUR = 3_600_000;

describe("bars of the ledger", () => {
  it("are one per hour, empty hours included, the last one open", () => {
    const bars = barsOf(
      [makeHour(NOON, 5, { open: true }), makeHour(NOON - 3 * HOUR, 9)],
      24,
      NOON + 60_000,
      "Europe/Vienna",
    );
    expect(bars).toHaveLength(24);
    expect(bars.at(-1)).toMatchObject({ from: NOON, open: true, offered: 5, label: "13" });
    expect(bars.at(-4)).toMatchObject({ offered: 9, empty: false });
    expect(bars.at(-2)).toMatchObject({ empty: true });
    expect(bars.find((bar) => bar.strong)?.label).toBe("00");
  });

  it("show the difference of an hour that does not balance, unless it is open", () => {
    const off = { balanced: false, difference: { messages: 0, elements: -1 } };
    const bars = barsOf(
      [makeHour(NOON - HOUR, 9, off), makeHour(NOON, 9, { ...off, open: true })],
      24,
      NOON,
      "UTC",
    );
    expect(bars.at(-2)).toMatchObject({ balanced: false, difference: 1 });
    expect(bars.at(-1)).toMatchObject({ balanced: true, open: true });
  });

  it("show missing rows even if the ledger itself balances", () => {
    const rows = { hour: NOON - HOUR, day: null, kind: "rows", expected: 9, found: 8 } as const;
    const bars = barsOf([makeHour(NOON - HOUR, 9), makeHour(NOON, 9)], 24, NOON, "UTC", [
      rows,
      { ...rows, kind: "elements" },
    ]);
    expect(bars.at(-2)).toMatchObject({ balanced: false, difference: 1 });
    expect(bars.at(-1)).toMatchObject({ balanced: true });
  });

  it("are one per local day for a week or more", () => {
    const bars = barsOf(
      [makeHour(NOON - 30 * HOUR, 9), makeHour(NOON - 29 * HOUR, 1)],
      168,
      NOON,
      "Europe/Vienna",
    );
    expect(bars.reduce((sum, bar) => sum + bar.offered, 0)).toBe(10);
    expect(bars.at(-1)?.label).toBe("23 Nov");
    expect(bars.length).toBeLessThanOrEqual(8);
  });

  it("have short axis labels", () => {
    expect([0, 750, 8000, 2500, 1_200_000].map(shortCount)).toEqual([
      "0",
      "750",
      "8 k",
      "2.5 k",
      "1.2 M",
    ]);
  });
});
