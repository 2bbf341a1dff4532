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
