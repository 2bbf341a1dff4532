import { describe, expect, it } from "vitest";
import { hoverAt, hoverStep, lineAt } from "@/parts/graph/hover";
import { MINUTE, line, makeModel, model, other } from "./lines";

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
