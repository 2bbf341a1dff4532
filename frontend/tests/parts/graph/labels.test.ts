import { describe, expect, it } from "vitest";
import { placeLabels } from "@/parts/graph/labels";

describe("placeLabels", () => {
  it("places a label to the right of a single mark", () => {
    expect(placeLabels([{ x: 100, words: 80 }], 0, 500)).toEqual(["right"]);
  });

  it("places a label to the left near the right edge", () => {
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

  it("covers no other label", () => {
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

  it("omits a label without room on either side", () => {
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
