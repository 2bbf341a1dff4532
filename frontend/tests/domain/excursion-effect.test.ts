import { describe, expect, it } from "vitest";
import { effectOf, effectWords, isStricter, mayJoin } from "@/domain/excursion-effect";
import type { SensorExcursions } from "@/domain/types";

const item = (side: "above" | "below", value: number, times = 1) => ({
  side,
  from: 0,
  to: 1,
  open: false,
  before: false,
  seconds: 1,
  extreme: { value, time: 0 },
  limit: 8,
  exact: times === 1,
  times,
});

const excursionsOf = (...items: SensorExcursions["items"]): SensorExcursions => ({
  sensor: "s/fridge",
  recalculating: false,
  total: items.reduce((sum, { times }) => sum + times, 0),
  more: false,
  items,
});

describe("what other limits make of excursions", () => {
  it("takes those away that stay within them", () => {
    const three = excursionsOf(item("above", 8.5), item("above", 9.0001), item("below", 1, 3));
    expect(effectOf(three, { low: 2, high: 9 })).toEqual({ total: 5, lost: 1, more: false });
    expect(effectOf(three, { low: 1, high: 9.0001 })).toEqual({ total: 5, lost: 5, more: false });
    expect(effectOf(three, { low: null, high: null }).lost).toBe(5);
    expect(effectOf(three, { low: 2, high: 8 }).lost).toBe(0);
  });

  it("takes those away that do not last long enough, unless a hysteresis joins them", () => {
    const long = { ...item("above", 9), to: 600_000 };
    const two = excursionsOf(item("above", 9), long, { ...item("above", 9), open: true });
    const bounds = { low: 2, high: 8 };
    expect(effectOf(two, { ...bounds, min_duration_s: 600 }).lost).toBe(1);
    expect(effectOf(two, { ...bounds, min_duration_s: 601 }).lost).toBe(2);
    const joining = { ...bounds, min_duration_s: 601, hysteresis: 0.5 };
    expect(effectOf(two, joining).lost).toBe(0);
    expect([mayJoin(joining, bounds), mayJoin(bounds, joining)]).toEqual([true, false]);
    expect([isStricter(joining, bounds), isStricter(bounds, joining)]).toEqual([false, true]);
  });

  it("is said in words", () => {
    const since = "since 14:02";
    const words = (total: number, lost: number, more = false) =>
      effectWords({ total, lost, more }, since);
    expect(words(0, 0)).toBe("No excursion is counted since 14:02.");
    expect(words(1, 1)).toBe("1 excursion since 14:02 will no longer count.");
    expect(words(2, 2)).toBe("2 excursions since 14:02 will no longer count.");
    expect(words(3, 2)).toBe("2 of 3 excursions since 14:02 will no longer count.");
    expect(words(3, 0)).toBe("3 excursions since 14:02 will still count.");
    expect(words(5000, 0, true)).toBe("5000 excursions since 14:02 may not all count.");
    expect(words(5000, 9, true)).toBe(
      "At least 9 of 5000 excursions since 14:02 will no longer count.",
    );
  });

  it("may add some where the other limits are stricter", () => {
    const limits = { low: 2, high: 8 };
    expect(isStricter({ low: null, high: 9 }, limits)).toBe(false);
    expect(isStricter({ low: 1, high: 7.9 }, limits)).toBe(true);
    expect(isStricter({ low: 2, high: null }, { low: null, high: null })).toBe(true);
    expect(isStricter(limits, limits)).toBe(false);
  });
});
