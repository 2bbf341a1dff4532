import { describe, expect, it } from "vitest";
import { inView, laidOut } from "@/ui/use-window";

describe("the rows in view", () => {
  it("are those on the screen and a few beyond", () => {
    expect(inView(5000, 50, 200, 700)).toEqual({ first: 0, end: 18 });
    expect(inView(5000, 50, -5000, 700)).toEqual({ first: 92, end: 122 });
    expect(inView(5000, 50, -249_500, 700)).toEqual({ first: 4982, end: 5000 });
  });

  it("include at least one row of a list, wherever it is", () => {
    expect(inView(3, 50, -10_000, 700)).toEqual({ first: 2, end: 3 });
    expect(inView(3, 50, 10_000, 700)).toEqual({ first: 0, end: 1 });
    expect(inView(0, 50, 0, 700)).toEqual({ first: 0, end: 0 });
  });

  it("are separated by the space of all others", () => {
    expect(laidOut(10, { first: 3, end: 5 }, -1)).toEqual([
      { space: 3 },
      { at: 3 },
      { at: 4 },
      { space: 5 },
    ]);
    expect(laidOut(2, { first: 0, end: 2 }, -1)).toEqual([{ at: 0 }, { at: 1 }]);
  });

  it("include the focused row, wherever it is", () => {
    expect(laidOut(10, { first: 3, end: 5 }, 1)).toEqual([
      { space: 1 },
      { at: 1 },
      { space: 1 },
      { at: 3 },
      { at: 4 },
      { space: 5 },
    ]);
    expect(laidOut(10, { first: 3, end: 5 }, 9)).toEqual([
      { space: 3 },
      { at: 3 },
      { at: 4 },
      { space: 4 },
      { at: 9 },
    ]);
    expect(laidOut(10, { first: 3, end: 5 }, 4)).toEqual(laidOut(10, { first: 3, end: 5 }, -1));
  });
});
