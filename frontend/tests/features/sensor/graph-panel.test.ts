import { expect, it } from "vitest";
import { pointWords } from "@/features/sensor/graph-panel";
import { graphData } from "@/domain/graph-data";
import { makeSeries } from "../../make";

const MINUTE = 60_000;

it("describes what a point is", () => {
  const data = graphData(makeSeries([0, 2 * MINUTE]), 0, 4 * MINUTE, 2 * MINUTE, "C");
  expect(pointWords(data).replaceAll("\u00a0", " ")).toBe("One point is 2 min, 12 readings");
  expect(pointWords(graphData(makeSeries([0]), 0, MINUTE, null, "C"))).toBe(
    "One point is one reading",
  );
});
