import { describe, expect, it } from "vitest";
import { panned, pinched, shown, zoomed } from "@/parts/graph/span";

const HOUR = 3_600_000;
const span = { from: 0, to: 100 };

describe("a range during a gesture", () => {
  it("pans by a share of its length", () => {
    expect(panned(span, 0.25)).toEqual({ from: 25, to: 125 });
  });

  it("zooms around the cursor", () => {
    expect(zoomed(span, 0.5, 0.25)).toEqual({ from: 12.5, to: 62.5 });
    expect(zoomed(zoomed(span, 0.8, 0.3), 1.25, 0.3)).toMatchObject({
      from: expect.closeTo(0, 9) as number,
      to: expect.closeTo(100, 9) as number,
    });
  });

  it("keeps the instants under both fingers", () => {
    const next = pinched(span, [0.25, 0.75], [0.1, 0.9]);
    const at = (share: number) => next.from + share * (next.to - next.from);
    expect(at(0.1)).toBeCloseTo(25);
    expect(at(0.9)).toBeCloseTo(75);
  });

  it("does not change when fingers meet or cross", () => {
    expect(pinched(span, [0.25, 0.75], [0.5, 0.5])).toEqual(span);
    expect(pinched(span, [0.25, 0.75], [0.6, 0.4])).toEqual(span);
  });

  it("ends at now at the latest, with its length unchanged", () => {
    expect(shown({ from: 5 * HOUR, to: 7 * HOUR }, 6 * HOUR)).toEqual({
      from: 4 * HOUR,
      to: 6 * HOUR,
    });
  });
});
