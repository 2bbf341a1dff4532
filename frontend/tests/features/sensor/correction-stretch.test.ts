import { describe, expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { roundedOut, stretchProblem } from "@/features/sensor/correction-stretch";
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
