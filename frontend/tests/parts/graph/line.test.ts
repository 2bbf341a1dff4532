import { describe, expect, it } from "vitest";
import { graphData } from "@/domain/graph-data";
import { pointAt } from "@/parts/graph/line";
import { makeSeries } from "../../make";
import { MINUTE, data } from "./lines";

describe("the point of a line at an instant", () => {
  it("is the nearest one, and null within a gap", () => {
    expect(pointAt({ data }, 1.2 * MINUTE)?.from).toBe(MINUTE);
    expect(pointAt({ data }, 5 * MINUTE)).toBeNull();
    expect(pointAt({ data: graphData(makeSeries([]), 0, MINUTE, null, "C") }, 0)).toBeNull();
  });

  it("is null further away than a bucket", () => {
    const folded = graphData(makeSeries([0, MINUTE]), 0, 10 * MINUTE, MINUTE, "C");
    expect(pointAt({ data: folded }, 1.4 * MINUTE)?.from).toBe(MINUTE);
    expect(pointAt({ data: folded }, 5 * MINUTE)).toBeNull();
  });
});
