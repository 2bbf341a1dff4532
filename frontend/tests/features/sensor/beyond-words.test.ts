// A value beyond its limit is told apart from it in every place that tells both, in both units.
import { describe, expect, it } from "vitest";
import { MINUS, toUnit } from "@/domain/format";
import { againstLimits, judge } from "@/domain/state";
import { boundsIn, judgedDegrees, limitDegrees, valueText } from "@/domain/verdict";
import { extremeWords } from "@/features/sensor/excursion-words";
import { NOON, makeExcursion, makeLatest, makeSensor } from "../../make";

const LIMITS = [4, 8, -18, 0, 25.05, 4.4444, -17.7778];
const APART = [0.0001, 0.0004, 0.004, 0.01, 0.04, 0.05, 0.0995];
const CASES = LIMITS.flatMap((limit) =>
  APART.flatMap((apart) =>
    (["above", "below"] as const).flatMap((side) =>
      (["C", "F"] as const).map((unit) => ({ limit, apart, side, unit })),
    ),
  ),
);
const number = (text: string) => Number(text.replaceAll(MINUS, "-"));
const figures = (text: string) =>
  [...text.replaceAll(MINUS, "-").matchAll(/-?\d+\.\d+/g)].map(([figure]) => Number(figure));

describe.each(CASES)("$apart °C $side a limit of $limit °C, in °$unit", (example) => {
  const { limit, apart, side, unit } = example;
  const sign = side === "above" ? 1 : -1;
  const value = Math.round((limit + sign * apart) * 10_000) / 10_000;
  const bounds = side === "above" ? { low: null, high: limit } : { low: limit, high: null };
  const shownLimit = number(limitDegrees(limit, unit));
  const isApart = (shown: number) => sign * (shown - shownLimit) > 0;

  it("is never 0.0 in the words of the state, and the figures add up", () => {
    const sensor = makeSensor({
      limits: { ...bounds, since: 0 },
      latest: makeLatest(NOON, value),
      state: side,
    });
    const judged = judge(sensor, NOON + 1000);
    const words = againstLimits(sensor, judged, unit, NOON + 1000, "UTC");
    const [by = 0, of] = figures(words);
    expect(words).toContain(` ${side} `);
    expect(by).toBeGreaterThan(0);
    expect(of).toBe(shownLimit);
    const shown = number(judgedDegrees(judged.value, sensor.limits, unit));
    expect(isApart(shown)).toBe(true);
    expect(Math.abs(Math.abs(shown - shownLimit) - by)).toBeLessThan(0.051);
  });

  it("differs from its limit in an excursion, a table, a tooltip and on paper", () => {
    const excursion = makeExcursion({ side, limit, extreme: { value, time: NOON } });
    const words = extremeWords(excursion, unit, "UTC").replace(/at .*limit/, "");
    const [extreme = 0, of] = figures(words);
    expect(isApart(extreme)).toBe(true);
    expect(of).toBe(shownLimit);
    const beside = boundsIn(bounds, unit);
    for (const least of [1, 2])
      expect(isApart(number(valueText(toUnit(value, unit), beside, least)))).toBe(true);
  });
});
