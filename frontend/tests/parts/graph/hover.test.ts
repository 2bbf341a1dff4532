import { describe, expect, it } from "vitest";
import { hoverAt, hoverStep, lineAt, stretchAt } from "@/parts/graph/hover";
import { correctedSpans } from "@/domain/correction";
import { makeCorrection } from "../../make-correction";
import { MINUTE, data, line, makeModel, model, other } from "./lines";

describe("the cursor", () => {
  it("snaps to the nearest point", () => {
    expect(hoverAt(model, 92, 1000)).toMatchObject({ at: MINUTE, left: 100, gap: null });
  });

  it("reports the gap within a gap", () => {
    expect(hoverAt(model, 500, 1000)?.gap).toEqual([2 * MINUTE, 8 * MINUTE]);
  });

  it("steps over a gap, and stops at the ends", () => {
    const next = hoverStep(model, hoverAt(model, 200, 1000), 1, 1000);
    expect(next?.left).toBe(800);
    expect(hoverStep(model, next, -1, 1000)?.left).toBe(200);
    expect(hoverStep(model, next, 10, 1000)?.left).toBe(1000);
    expect(hoverStep(model, hoverAt(model, 500, 1000), 1, 1000)?.left).toBe(800);
  });

  it("starts at the end that it moves away from", () => {
    expect(hoverStep(model, null, 1, 1000)?.left).toBe(0);
    expect(hoverStep(model, null, -1, 1000)?.left).toBe(1000);
  });

  const corrected = correctedSpans([makeCorrection({ from: 4 * MINUTE, to: 6 * MINUTE })]);
  const marks = [{ time: 5 * MINUTE, value: 20, quality: 32 }];
  const aside = makeModel([line("a", { data: { ...data, marks, corrected } })]);

  it("is among readings set aside where no point is near", () => {
    expect(hoverAt(aside, 500, 1000)).toMatchObject({ gap: null, aside: { id: 7 } });
    expect(hoverAt(aside, 350, 1000)?.aside).toBeUndefined();
    const alone = { ...data, time: [], points: [], avg: [], min: [], max: [], corrected };
    const empty = makeModel([line("a", { data: alone })]);
    expect(hoverAt(empty, 500, 1000)?.aside?.id).toBe(7);
  });

  it("snaps to a reading that does not count, where that is nearer than a point", () => {
    const doubted = [{ time: 5 * MINUTE, value: 20, quality: 2 }];
    const suspect = makeModel([line("a", { data: { ...data, marks: doubted } })]);
    const hover = hoverAt(suspect, 480, 1000);
    expect(hover).toMatchObject({ at: 5 * MINUTE, left: 500, mark: true, aside: null });
    expect(hover && stretchAt(suspect, hover)).toEqual({ from: 5 * MINUTE, to: 5 * MINUTE + 1 });
    expect(hoverAt(aside, 490, 1000)).toMatchObject({
      at: 5 * MINUTE,
      mark: true,
      aside: { id: 7 },
    });
    expect(hoverAt(suspect, 210, 1000)?.mark).toBeUndefined();
  });

  it("stops at a reading set aside, too", () => {
    const next = hoverStep(aside, hoverAt(aside, 200, 1000), 1, 1000);
    expect(next).toMatchObject({ left: 500, aside: { id: 7 } });
    expect(hoverStep(aside, next, 1, 1000)).toMatchObject({ left: 800, aside: null });
  });

  it("is in a stretch: a reading's, that set aside, or a gap's", () => {
    const stretch = (of: typeof model, left: number) => {
      const hover = hoverAt(of, left, 1000);
      return hover && stretchAt(of, hover);
    };
    expect(stretch(model, 100)).toEqual({ from: MINUTE, to: MINUTE + 1 });
    expect(stretch(aside, 500)).toMatchObject({ from: 4 * MINUTE, to: 6 * MINUTE });
    expect(stretch(model, 500)).toEqual({ from: 2 * MINUTE, to: 8 * MINUTE });
  });

  it("is null outside the plot", () => {
    expect(hoverAt(model, -10, 1000)).toBeNull();
  });

  it("points at the nearest line within reach", () => {
    const two = makeModel([line("a"), line("b", { data: other })]);
    const hover = hoverAt(two, 100, 1000);
    const top = (value: number) =>
      ((two.scale.max - value) / (two.scale.max - two.scale.min)) * 400;
    expect(hover && lineAt(two, hover, top(6.2), 400)?.key).toBe("b");
    expect(hover && lineAt(two, hover, top(4.2), 400)?.key).toBe("a");
    expect(hover && lineAt(two, hover, top(11), 400)).toBeNull();
  });
});
