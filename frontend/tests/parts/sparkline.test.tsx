// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Sparkline } from "@/parts/sparkline";
import type { SparkInput } from "@/parts/spark-shape";

const HOUR = 3_600_000;
const usual: SparkInput = {
  from: 0,
  to: 24 * HOUR,
  time: [HOUR, 2 * HOUR],
  value: [4, 5],
  gaps: [],
  faults: [],
  limits: { low: 2, high: 8, since: 0 },
  last: { time: 3 * HOUR, value: 5 },
};
const drawn = (changes: Partial<SparkInput>) =>
  render(<Sparkline {...usual} {...changes} />).container;

describe("a drawn sparkline", () => {
  it.each<[string, Partial<SparkInput>]>([
    ["one reading", { time: [HOUR], value: [4], last: null }],
    [
      "one reading in a range without length",
      { from: 5, to: 5, time: [5], value: [4], last: null },
    ],
    [
      "only the newest reading",
      { from: 5, to: 5, time: [], value: [], last: { time: 5, value: 4 } },
    ],
    ["equal times", { from: 5, to: 5, time: [5, 5], value: [4, 9], gaps: [[5, 5]] }],
    ["equal values", { value: [4, 4], last: null, limits: null }],
    [
      "limits at its only value",
      { value: [4, 4], last: null, limits: { low: 4, high: 4, since: 0 } },
    ],
    ["a range that ends before it begins", { from: 9 * HOUR, to: HOUR, last: null }],
    ["gaps without length", { gaps: [[HOUR, HOUR]], faults: [[0, 24 * HOUR]] }],
    ["no number", { value: [NaN, 5] }],
    ["fewer values than times", { value: [4], last: null }],
    ["nothing but no numbers", { value: [NaN, Infinity], last: { time: NaN, value: NaN } }],
  ])("with %s has numbers only", (_what, changes) => {
    expect(drawn(changes).innerHTML).not.toMatch(/NaN|Infinity|undefined|null/);
    for (const rect of drawn(changes).querySelectorAll("rect"))
      expect(Number(rect.getAttribute("width"))).toBeGreaterThanOrEqual(0);
  });

  it("of one instant has its dot inside", () => {
    const dot = drawn({ from: 5, to: 5, time: [5], value: [4], last: null }).querySelector(
      "circle",
    );
    const [x, y] = ["cx", "cy"].map((name) => Number(dot?.getAttribute(name)));
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(250);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(36);
  });

  it("breaks its line where a value is missing", () => {
    const line = drawn({ time: [1, 2, 3].map((n) => n * HOUR), value: [4, NaN, 5], last: null });
    expect(line.innerHTML).toMatch(/d="M[^M"]+M[^M"]+"/);
  });
});
