import { describe, expect, it } from "vitest";
import { excursions, exactSpans, withExact } from "@/domain/exact-spans";
import { graphData } from "@/domain/graph-data";
import type { SensorExcursions } from "@/domain/types";
import { makeSeries } from "../make";

const MINUTE = 60_000;
const ID = "linden-pharmacy/vaccine-fridge";
const TIMES = Array.from({ length: 10 }, (_, i) => i * 10 * MINUTE);

/** Ten points of ten minutes; those named are above the limit of 8. */
const data = (out: number[], changes: Parameters<typeof makeSeries>[1] = {}) =>
  graphData(
    makeSeries(TIMES, {
      max: TIMES.map((_, i) => (out.includes(i) ? 9 : 5)),
      min: TIMES.map(() => 4),
      avg: TIMES.map(() => 4.5),
      limits: [{ since: 0, low: 2, high: 8 }],
      ...changes,
    }),
    0,
    100 * MINUTE,
    10 * MINUTE,
    "C",
  );

const excursion = (from: number, to: number, changes = {}): SensorExcursions["items"][0] => ({
  side: "above",
  from: from * MINUTE,
  to: to * MINUTE,
  open: false,
  before: false,
  exact: true,
  seconds: (to - from) * 60,
  times: 1,
  extreme: { value: 9, time: from * MINUTE },
  limit: 8,
  ...changes,
});

const answerOf = (items: SensorExcursions["items"], more = false, to = 100) => [
  {
    sensor: ID,
    recalculating: false,
    total: items.length,
    more,
    items,
    known: { from: 0, to: to * MINUTE },
  },
];

const minutes = (spans: [number, number][]) => spans.map(([a, b]) => [a / MINUTE, b / MINUTE]);
const lane = (of: ReturnType<typeof data>, answer: ReturnType<typeof answerOf> | undefined) =>
  minutes(excursions(withExact(of, exactSpans(answer, ID))));

describe("the lane under the plot", () => {
  it("begins and ends as the excursions of the API do, not as points do", () => {
    expect(lane(data([2, 3]), undefined)).toEqual([[20, 40]]);
    const answer = answerOf([excursion(70, 71), excursion(23, 36)]);
    expect(lane(data([2, 3, 7]), answer)).toEqual([
      [23, 36],
      [70, 71],
    ]);
  });

  it("is that of the points where a list is shortened, or older than the newest readings", () => {
    expect(lane(data([0, 5]), answerOf([excursion(51, 58)], true))).toEqual([
      [0, 10],
      [51, 58],
    ]);
    expect(lane(data([8, 9]), answerOf([excursion(83, 92, { open: true })], false, 92))).toEqual([
      [83, 100],
    ]);
  });

  it("is that of the points where the readings are gone", () => {
    expect(lane(data([2]), answerOf([excursion(0, 60, { exact: false })]))).toEqual([[20, 30]]);
  });

  it("leaves out the unknown time within an excursion", () => {
    const silent = data([2, 5], { gaps: [[30 * MINUTE, 45 * MINUTE]] });
    expect(lane(silent, answerOf([excursion(23, 57)]))).toEqual([
      [23, 30],
      [45, 57],
    ]);
  });

  it("is that of the points for another sensor's answer", () => {
    expect(exactSpans(answerOf([]), "a/b")).toBeNull();
    expect(exactSpans(undefined, ID)).toBeNull();
  });
});
