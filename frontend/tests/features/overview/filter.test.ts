import { describe, expect, it } from "vitest";
import { EVERYTHING, filterOf, filterQuery, isShown } from "@/features/overview/filter";
import { isSort } from "@/features/overview/order";
import { ids } from "./shown";

describe("filters", () => {
  it.each([
    ["", ["b/2", "a/2", "b/1", "a/1"]],
    ["show=look", ["b/2", "a/2"]],
    ["site=a", ["a/2", "a/1"]],
    ["site=b&show=look", ["b/2"]],
    ["show=out", ["b/2"]],
    ["show=fault", ["a/2"]],
    ["show=suspect", []],
    ["show=in_range", ["a/1"]],
    ["show=no_limits", []],
    ["show=nonsense", ["b/2", "a/2", "b/1", "a/1"]],
    ["q=ecluse", ["b/2"]],
    ["q=hall+b", ["b/2"]],
    ["q=cold&site=a", []],
    ["coverage=low", ["b/2"]],
  ])("%s shows %j", (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  it("tell doubtful values from faults, and both need attention", () => {
    expect(isShown("suspect", "suspect")).toBe(true);
    expect(isShown("suspect", "fault")).toBe(false);
    expect(isShown("fault", "suspect")).toBe(false);
    expect(isShown("suspect", "look")).toBe(true);
    expect(isShown("suspect", "in_range")).toBe(false);
  });

  it("are kept in the address", () => {
    expect(
      filterQuery({
        ...EVERYTHING,
        show: "look",
        site: "a b",
        text: "x y",
        gaps: true,
        sort: "-latest",
      }),
    ).toBe("site=a+b&show=look&q=x+y&coverage=low&sort=-latest");
    expect(filterQuery(EVERYTHING)).toBe("");
    expect(filterOf(new URLSearchParams("sort=-latest&q=x"))).toEqual({
      ...EVERYTHING,
      sort: "-latest",
      text: "x",
    });
    expect(isSort("-worst")).toBe(false);
  });
});
