import { describe, expect, it } from "vitest";
import { pressed, type Sort } from "@/features/overview/order";
import { ids } from "./shown";

describe("the order", () => {
  it.each([
    ["name", ["b/1", "b/2", "a/2", "a/1"]],
    ["-name", ["a/1", "a/2", "b/2", "b/1"]],
    ["latest", ["b/2", "a/2", "a/1", "b/1"]],
    ["-latest", ["a/1", "a/2", "b/2", "b/1"]],
    ["seen", ["a/1", "b/2", "a/2", "b/1"]],
    ["coverage", ["b/2", "b/1", "a/2", "a/1"]],
  ])("by %s is %j, with rows without a value last", (sort, expected) => {
    expect(ids(`sort=${sort}`)).toEqual(expected);
  });

  it("is reversed by a second click on a column, and worst first after a third", () => {
    const sorts: Sort[] = ["worst"];
    for (let i = 0; i < 3; i += 1) sorts.push(pressed(sorts[i] ?? "worst", "name"));
    expect(sorts).toEqual(["worst", "name", "-name", "worst"]);
  });
});
