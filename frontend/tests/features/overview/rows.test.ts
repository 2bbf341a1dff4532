import { describe, expect, it } from "vitest";
import { filterOf, filterQuery, matches, rowsOf } from "@/features/overview/rows";
import { NOON, makeSensor } from "../../make";

const rows = rowsOf([
  makeSensor({ id: "a/1", site: "a" }), makeSensor({ id: "a/2", site: "a", state: "fault" }),
  makeSensor({ id: "b/1", site: "b", state: "never", latest: null }), makeSensor({ id: "b/2", site: "b", state: "below" }),
], NOON, new Map());
const shown = (text: string) =>
  rows.filter((row) => matches(row, filterOf(new URLSearchParams(text)))).map((row) => row.sensor.id);

describe("filters", () => {
  it.each([
    ["", ["b/2", "a/2", "b/1", "a/1"]], ["show=look", ["b/2", "a/2"]], ["site=a", ["a/2", "a/1"]],
    ["site=b&show=look", ["b/2"]], ["show=out", ["b/2"]], ["show=fault", ["a/2"]], ["show=nonsense", ["b/2", "a/2", "b/1", "a/1"]],
  ])("%s shows %j", (text, ids) => {
    expect(shown(text)).toEqual(ids);
  });

  it("stand in the address", () => {
    expect(filterQuery({ show: "look", site: "a b" })).toBe("site=a+b&show=look");
    expect(filterQuery({ show: "all", site: null })).toBe("");
  });
});
