import { describe, expect, it } from "vitest";
import { recentOf } from "@/features/overview/recent-ledger";
import { NOON } from "../../make";
import { makeHour } from "../../make-ledger";

const HOUR = 3_600_000;

describe("the hour in the strip", () => {
  it("is the last full one", () => {
    const recent = recentOf(
      [makeHour(NOON - HOUR, 100), makeHour(NOON, 7, { open: true })],
      NOON + 60_000,
    );
    expect(recent).toMatchObject({ from: NOON - HOUR, to: NOON, balanced: true });
  });

  it("is the open one if no full one has counts", () => {
    const recent = recentOf(
      [makeHour(NOON - HOUR, 0), makeHour(NOON, 7, { open: true })],
      NOON + 60_000,
    );
    expect(recent).toMatchObject({ from: NOON, to: NOON + 60_000 });
  });

  it("is not yesterday's", () => {
    const recent = recentOf(
      [makeHour(NOON - 20 * HOUR, 100), makeHour(NOON, 7, { open: true })],
      NOON + 60_000,
    );
    expect(recent?.from).toBe(NOON);
  });

  it("is null before anything was counted", () => {
    expect(recentOf([], NOON)).toBeNull();
  });

  it("is not balanced if any full hour is not", () => {
    const off = makeHour(NOON - 2 * HOUR, 9, { balanced: false });
    expect(recentOf([off, makeHour(NOON - HOUR, 9)], NOON)?.balanced).toBe(false);
  });
});
