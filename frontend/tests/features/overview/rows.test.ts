import { describe, expect, it } from "vitest";
import { isSort, namePlaces, ordered, pressed, type Sort } from "@/features/overview/order";
import { EVERYTHING, filterOf, filterQuery, rowsOf, shownOf } from "@/features/overview/rows";
import { NOON, makeLatest, makeSensor } from "../../make";

const SENSORS = [
  makeSensor({ id: "a/1", site: "a", name: "Zebra", latest: makeLatest(NOON - 3000, 7) }),
  makeSensor({
    id: "a/2",
    site: "a",
    name: "Probe",
    state: "fault",
    latest: makeLatest(NOON - 1000, null),
  }),
  {
    ...makeSensor({ id: "b/1", site: "b", name: "Cold room", state: "never", latest: null }),
    coverage: null,
  },
  {
    ...makeSensor({
      id: "b/2",
      site: "b",
      name: "Écluse",
      place: "Hall B",
      state: "below",
      latest: makeLatest(NOON - 2000, 1),
    }),
    coverage: 0.5,
  },
];
const rows = rowsOf(SENSORS, NOON);
const ids = (text: string) => {
  const filter = filterOf(new URLSearchParams(text));
  return ordered(shownOf(rows, filter), filter.sort, namePlaces(rows)).map((row) => row.sensor.id);
};

describe("filters", () => {
  it.each([
    ["", ["b/2", "a/2", "b/1", "a/1"]],
    ["show=look", ["b/2", "a/2"]],
    ["site=a", ["a/2", "a/1"]],
    ["site=b&show=look", ["b/2"]],
    ["show=out", ["b/2"]],
    ["show=fault", ["a/2"]],
    ["show=nonsense", ["b/2", "a/2", "b/1", "a/1"]],
    ["q=ecluse", ["b/2"]],
    ["q=hall+b", ["b/2"]],
    ["q=cold&site=a", []],
    ["coverage=low", ["b/2"]],
  ])("%s shows %j", (text, found) => {
    expect(ids(text)).toEqual(found);
  });

  it("stand in the address", () => {
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

describe("the order", () => {
  it.each([
    ["name", ["b/1", "b/2", "a/2", "a/1"]],
    ["-name", ["a/1", "a/2", "b/2", "b/1"]],
    ["latest", ["b/2", "a/2", "a/1", "b/1"]],
    ["-latest", ["a/1", "a/2", "b/2", "b/1"]],
    ["seen", ["a/1", "b/2", "a/2", "b/1"]],
    ["coverage", ["b/2", "b/1", "a/2", "a/1"]],
  ])("by %s is %j; what has no value comes last", (sort, found) => {
    expect(ids(`sort=${sort}`)).toEqual(found);
  });

  it("turns round when a column is pressed again, and a third time is worst first", () => {
    const sorts: Sort[] = ["worst"];
    for (let i = 0; i < 3; i += 1) sorts.push(pressed(sorts[i] ?? "worst", "name"));
    expect(sorts).toEqual(["worst", "name", "-name", "worst"]);
  });
});

it("keeps the very rows of which nothing changed", () => {
  const changed = [...SENSORS];
  changed[1] = makeSensor({ id: "a/2", site: "a", latest: makeLatest(NOON, 5) });
  const next = rowsOf(changed, NOON + 1000, rows);
  expect(next.map((row, i) => row === rows[i])).toEqual([true, false, true, true]);
});
