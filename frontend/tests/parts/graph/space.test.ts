import { describe, expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { placeTip } from "@/parts/graph/place-tip";
import { spaceOf, type Box, type Frame } from "@/parts/graph/space";
import { makeSeries } from "../../make";
import { line, makeModel, MINUTE } from "./lines";

// A plot of 100 by 100 pixels for ten minutes and 0 to 10 °C.
const frame: Frame = {
  left: 0,
  right: 100,
  top: 0,
  bottom: 100,
  x: (time) => time / MINUTE / 0.1,
  y: (value) => 100 - value * 10,
};

const spaceWith = (avg: number[], bucket: number | null = MINUTE, spread = 0) => {
  const times = avg.map((_, i) => i * MINUTE);
  const series = makeSeries(times, {
    avg,
    min: avg.map((v) => v - spread),
    max: avg.map((v) => v + spread),
  });
  const data = graphData(series, 0, 10 * MINUTE, bucket, "C");
  return spaceOf(frame, makeModel([line("a", { data })]).lines);
};
const box = (left: number, top: number, right: number, bottom: number): Box => ({
  left,
  top,
  right,
  bottom,
});

describe("the space that data leaves", () => {
  it("is what no line crosses, between its points, too", () => {
    const space = spaceWith([2, 8], null);
    expect(space.covered(box(0, 0, 4, 40))).toBe(0);
    expect(space.covered(box(2, 40, 8, 60))).toBeGreaterThan(0);
    expect(space.covered(box(0, 90, 100, 100))).toBe(0);
  });

  it("leaves out the band from minimum to maximum", () => {
    const space = spaceWith(Array<number>(10).fill(5), MINUTE, 3);
    expect(space.covered(box(40, 24, 60, 30))).toBeGreaterThan(0);
    expect(space.covered(box(40, 0, 60, 15))).toBe(0);
  });

  it("offers the first free place, else the one that covers least", () => {
    const space = spaceWith(Array<number>(10).fill(5));
    const [on, above, below] = [box(20, 45, 60, 55), box(20, 20, 60, 30), box(20, 70, 60, 80)];
    expect(space.best([on, above, below])).toEqual({ box: above, covered: 0 });
    const less = box(20, 50, 40, 60);
    expect(space.best([on, less])?.box).toBe(less);
    space.take(above);
    expect(space.best([on, above, below])?.box).toBe(below);
  });
});

describe("the figures at the cursor", () => {
  const around = {
    at: 50,
    outer: { width: 110, height: 130 },
    windowTop: 300,
    headroom: 6,
  };
  const place = (avg: number[], size: { width: number; height: number }, phone = false) =>
    placeTip(frame, spaceWith(avg), size, around, phone);

  it("stand beside the line where no data is", () => {
    expect(place(Array<number>(10).fill(8), { width: 30, height: 30 })).toEqual({
      left: 64,
      top: 30,
    });
    expect(place([2, 2, 2, 2, 2, 2, 9, 9, 9, 9], { width: 30, height: 80 })).toEqual({
      left: 35,
      top: -86,
    });
  });

  it("stand above the plot where no place is free, and below it at the top of the window", () => {
    const zigzag = Array.from({ length: 10 }, (_, i) => (i % 2 ? 9.5 : 0.5));
    expect(place(zigzag, { width: 30, height: 30 }).top).toBe(-36);
    const low = placeTip(
      frame,
      spaceWith(zigzag),
      { width: 30, height: 30 },
      { ...around, windowTop: 50 },
      false,
    );
    expect(low.top).toBe(134);
  });

  it("never lie on the plot of a phone", () => {
    const { left, top } = place(Array<number>(10).fill(8), { width: 110, height: 30 }, true);
    expect(left).toBe(0);
    expect(top + 30).toBeLessThanOrEqual(0);
  });
});
