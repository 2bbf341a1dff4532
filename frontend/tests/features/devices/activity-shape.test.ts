import { expect, it } from "vitest";
import { activityBars, dayShift, totalWords } from "@/features/devices/activity-shape";
import { NOON } from "../../make";

const HOUR = 3_600_000;

it("has a bar for each of the 48 hours, also where nothing came", () => {
  const { bars, most } = activityBars([{ hour: NOON - HOUR, readings: 360, rejects: 0 }], NOON + 5);
  expect(bars).toHaveLength(48);
  expect(bars.at(-1)).toMatchObject({ hour: NOON, readings: 0, readingShare: 0 });
  expect(bars.at(-2)).toMatchObject({ hour: NOON - HOUR, readingShare: 1 });
  expect(most).toBe(360);
});

it("shows a single reject beside thousands of readings", () => {
  const { bars } = activityBars([{ hour: NOON, readings: 9999, rejects: 1 }], NOON);
  expect(bars.at(-1)?.rejectShare).toBe(0.02);
});

it("sums up in words", () => {
  expect(totalWords([{ hour: NOON, readings: 1204, rejects: 1 }])).toBe(
    "1,204 readings and 1 reject in 48 h",
  );
  expect(activityBars([], NOON).most).toBe(0);
});

it("moves the names of days left by what the last one would reach beyond the plot", () => {
  const name = "Mon 30 Nov";
  expect(dayShift({ i: 45, name }, 48)).toBe("translateX(min(0px, 6.25% - 10ch))");
  expect(dayShift({ i: 24, name }, 48)).toBe("translateX(min(0px, 50% - 10ch))");
  expect(dayShift(undefined, 48)).toBe("none");
});
