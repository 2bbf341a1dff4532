import { describe, expect, it } from "vitest";
import { nameRanks, ordered, pressed, type Sort } from "@/features/overview/order";
import { rowsOf } from "@/features/overview/rows";
import { NOON, makeSensor } from "../../make";
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

describe("sensors that are equally bad", () => {
  const shown = (...sites: [string, string]) => {
    const sensors = [
      { ...makeSensor({ id: `${sites[0]}/1`, site: sites[0], name: "Attic" }), position: 2 },
      { ...makeSensor({ id: `${sites[1]}/2`, site: sites[1], name: "Cellar" }), position: 1 },
    ];
    const rows = rowsOf(sensors, NOON);
    return ordered(rows, "worst", nameRanks(rows)).map((row) => row.sensor.name);
  };

  it("stay in the order of their site's list", () => {
    expect(shown("a", "a")).toEqual(["Cellar", "Attic"]);
  });

  it("are sorted by name if they are of several sites", () => {
    expect(shown("a", "b")).toEqual(["Attic", "Cellar"]);
  });
});
