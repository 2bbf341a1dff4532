import { describe, expect, it } from "vitest";
import { placeLabels } from "@/parts/graph/labels";

describe("placeLabels", () => {
  it("writes to the right of a lone mark", () => {
    expect(placeLabels([{ x: 100, words: 80 }], 0, 500)).toEqual(["right"]);
  });

  it("writes to the left where the right edge is near", () => {
    expect(placeLabels([{ x: 480, words: 80 }], 0, 500)).toEqual(["left"]);
  });

  it("covers no other mark", () => {
    expect(
      placeLabels(
        [
          { x: 100, words: 80 },
          { x: 140, words: 80 },
        ],
        0,
        500,
      ),
    ).toEqual(["left", "right"]);
  });

  it("covers no other words", () => {
    expect(
      placeLabels(
        [
          { x: 100, words: 80 },
          { x: 250, words: 80 },
          { x: 360, words: 80 },
        ],
        0,
        400,
      ),
    ).toEqual(["right", "right", null]);
  });

  it("leaves the words away where there is no room at all", () => {
    expect(
      placeLabels(
        [
          { x: 10, words: 80 },
          { x: 30, words: 80 },
          { x: 50, words: 80 },
        ],
        0,
        60,
      ),
    ).toEqual([null, null, null]);
  });
});
