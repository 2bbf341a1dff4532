import { expect, it } from "vitest";
import { runs } from "@/parts/graph/series-paths";

it("splits runs at nulls", () => {
  expect(runs([null, 1, 2, null, null, 3])).toEqual([[1, 2], [5]]);
  expect(runs([])).toEqual([]);
});
