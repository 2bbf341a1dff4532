import { expect, it } from "vitest";
import { find } from "@/features/shell/find";
import { makeSensor } from "../../make";

const SENSORS = [
  makeSensor({
    id: "a/1",
    name: "Freezer 3, door probe",
    place: "Hall B",
    site_name: "Northgate Cold Store",
  }),
  makeSensor({
    id: "b/2",
    name: "Vaccine fridge",
    place: "Dispensário",
    device: { name: "probe-77", label: null },
  }),
];
const SITES = [{ slug: "northgate", name: "Northgate Cold Store", state: "in_range" as const }];
const hrefs = (text: string) => find(text, SENSORS, SITES).map(({ href }) => href);

it("matches any part of name, place, site and device, ignoring accents", () => {
  expect(hrefs("freez hall")).toEqual(["/sensors/a/1"]);
  expect(hrefs("dispensario")).toEqual(["/sensors/b/2"]);
  expect(hrefs("PROBE-77")).toEqual(["/sensors/b/2"]);
  expect(hrefs("northgate")).toEqual(["/?site=northgate", "/sensors/a/1"]);
  expect(hrefs("nothing like it")).toEqual([]);
});

it("matches every sensor without a search text", () => {
  expect(hrefs("")).toHaveLength(2);
});

it("opens the exact name first, whichever is in a worse state", () => {
  const named = (id: string, name: string, site_name: string, state: "above" | "in_range") =>
    makeSensor({ id, name, site_name, place: null, state });
  const fridges = [
    named("riverside/vaccine-fridge", "Vaccine fridge", "Riverside 1", "above"),
    named("linden/vaccine-fridge-1", "Vaccine fridge 1", "Linden", "in_range"),
  ];
  const first = (text: string) => find(text, fridges, [])[0]?.href;
  expect(first("vaccine fridge 1")).toBe("/sensors/linden/vaccine-fridge-1");
  expect(first("vaccine fridge")).toBe("/sensors/riverside/vaccine-fridge");
  expect(first("riverside 1 vaccine")).toBe("/sensors/riverside/vaccine-fridge");
});
