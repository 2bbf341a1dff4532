import { describe, expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { outsideWords } from "@/parts/graph/outside";
import { makeSeries } from "../../make";
import { line, makeModel, MINUTE } from "./lines";

const HOUR = 60 * MINUTE;
const times = Array.from({ length: 30 }, (_, i) => 14 * HOUR + i * MINUTE);
const WINDOW = { from: 14 * HOUR, to: 14 * HOUR + 30 * MINUTE };

function modelWith(wild: Record<number, number>, bucket: number | null = null, changes = {}) {
  const value = times.map((_, i) => wild[i] ?? 4 + (i % 5) / 10);
  const series = makeSeries(times, {
    min: bucket === null ? value : value.map(() => 4),
    avg: bucket === null ? value : value.map((v) => (v > 100 ? 79 : 4.2)),
    max: value,
    limits: [{ since: 0, low: 2, high: 8 }],
    uncounted: [],
    ...changes,
  });
  const data = graphData(series, WINDOW.from, WINDOW.to, bucket, "C");
  return (more: object = {}) => makeModel([line("Fridge", { data })], null, { ...WINDOW, ...more });
}

const empty = graphData(makeSeries([]), 0, 1, null, "C");
const words = (model: ReturnType<typeof makeModel>) => outsideWords(model.outside, model);

describe("an implausible value", () => {
  it("does not stretch the axis, and is told with its time", () => {
    const model = modelWith({ 2: 900 })();
    expect(model.scale.max).toBeLessThan(20);
    expect(words(model)).toBe("1 reading outside the axis: 900.0\u00a0°C at 14:02");
  });

  it("is drawn where all values are asked for, and can be left out again", () => {
    const model = modelWith({ 2: 900 })({ all: true });
    expect(model.scale.max).toBeGreaterThan(900);
    expect(model).toMatchObject({ outside: [], wild: true });
  });

  it("is told with its point's length, and with its limit on how many are told", () => {
    expect(words(modelWith({ 2: 900 }, MINUTE)())).toBe(
      "1 reading outside the axis: 900.0\u00a0°C in the 1\u00a0min from 14:02",
    );
    const some = makeModel(
      [
        ...modelWith({ 2: 900, 9: -127 })().lines,
        line("Freezer", { data: modelWith({ 20: 850, 25: 700 })().lines[0]?.data ?? empty }),
      ],
      null,
      WINDOW,
    );
    expect(words(some)).toBe(
      "4 readings outside the axis: Fridge 900.0\u00a0°C at 14:02, Freezer 850.0\u00a0°C at 14:20, Freezer 700.0\u00a0°C at 14:25 and 1 more",
    );
  });

  it("is a suspect reading beyond the scale, too, and one at an unsure time", () => {
    const model = modelWith({}, null, {
      uncounted: [
        { time: times[3], value: 85, quality: 2 },
        { time: times[5], value: 900, quality: 4 },
        { time: times[7], value: 9, quality: 4 },
      ],
    })();
    expect(model.scale.max).toBeLessThan(20);
    expect(words(model)).toBe(
      "2 readings outside the axis: 85.0\u00a0°C at 14:03 (suspect), 900.0\u00a0°C at 14:05 (time unsure)",
    );
  });

  it("is no excursion: what is plausible is drawn in full", () => {
    const model = modelWith({ 10: 20, 11: 24, 12: 30, 13: 22 })();
    expect(model.scale.max).toBeGreaterThan(30);
    expect(model.wild).toBe(false);
  });
});
