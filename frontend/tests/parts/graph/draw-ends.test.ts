import { describe, expect, it } from "vitest";
import { notesOf, spread } from "@/parts/graph/draw-ends";

describe("labels at the ends of lines", () => {
  it("stay at their lines if there is room", () => {
    expect(
      spread(
        [
          { y: 100, tall: 34 },
          { y: 200, tall: 34 },
        ],
        0,
        400,
      ),
    ).toEqual([100, 200]);
  });

  it("move apart if they would overlap, and stay in the plot", () => {
    const places = spread(
      [
        { y: 390, tall: 34 },
        { y: 392, tall: 34 },
        { y: 380, tall: 34 },
      ],
      0,
      400,
    );
    const sorted = [...places].sort((a, b) => a - b);
    expect(places[2]).toBe(sorted[0]);
    for (const [i, at] of sorted.entries()) {
      expect(at).toBeLessThanOrEqual(400 - 17);
      if (i > 0) expect(at - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(34);
    }
  });
});

it("names the place and the period of a line on lines of their own", () => {
  expect(notesOf({ place: "Riverside Clinic", period: "previous day" })).toEqual([
    "Riverside Clinic",
    "previous day",
  ]);
  expect(notesOf({ place: null })).toEqual([]);
});
