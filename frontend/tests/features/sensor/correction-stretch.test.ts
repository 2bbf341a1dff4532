import { describe, expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { endAt, endTyped, roundedOut, stretchProblem } from "@/features/sensor/correction-stretch";
import { makeSeries, NOON } from "../../make";

const LATER = NOON + 86_400_000;
const readings = (times: number[]) => graphData(makeSeries(times), NOON, NOON + 60_000, null, "C");

describe("a chosen stretch", () => {
  it("is widened to whole seconds", () => {
    const data = readings([NOON + 5250, NOON + 15_250]);
    const stretch = { from: NOON + 5250, to: NOON + 5251 };
    expect(roundedOut(stretch, data, LATER)).toEqual({ from: NOON + 5000, to: NOON + 6000 });
  });

  it("takes in no other reading", () => {
    const data = readings([NOON + 5100, NOON + 5250, NOON + 5900]);
    const stretch = { from: NOON + 5250, to: NOON + 5251 };
    expect(roundedOut(stretch, data, LATER)).toEqual(stretch);
  });

  it("ends now at the latest, and is never empty", () => {
    expect(roundedOut({ from: NOON, to: NOON + 500 }, null, NOON + 700.5).to).toBe(NOON + 700);
    expect(roundedOut({ from: NOON, to: NOON + 500 }, null, NOON).to).toBe(NOON + 500);
  });
});

describe("an end of it", () => {
  it("is exact until another one is typed", () => {
    const end = endAt(NOON + 5250, "UTC");
    expect(end.text).toBe("2026-11-23T12:00:05.250");
    expect(endTyped(end, end.text, "UTC")).toBe(end);
    expect(endTyped(end, "2026-11-23T13:00:00", "UTC").at).toBe(NOON + 3_600_000);
    expect(endTyped(end, "", "UTC").at).toBeNull();
  });

  it("keeps which of two equal times it is where clocks go back", () => {
    // 02:30 for the second time in Vienna
    const again = Date.UTC(2026, 9, 25, 1, 30);
    const end = endAt(again, "Europe/Vienna");
    expect(endTyped(end, "2026-10-25T02:30:00", "Europe/Vienna").at).toBe(again);
  });
});

it.each([
  [null, NOON, "from"],
  [NOON, null, "to"],
  [NOON, NOON, "to"],
  [NOON, LATER + 60_000, "to"],
  [LATER, LATER + 1, "from"],
])("%s to %s has something wrong with its end %s", (from, to, end) => {
  expect(stretchProblem(from, to, LATER)?.end).toBe(end);
});

it("finds nothing wrong with a stretch that ends now", () => {
  expect(stretchProblem(NOON, LATER, LATER)).toBeNull();
});
