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
const found = (text: string) => find(text, SENSORS, SITES).map((one) => one.href);

it("finds by any part of name, place, site and device, accents aside", () => {
  expect(found("freez hall")).toEqual(["/sensors/a/1"]);
  expect(found("dispensario")).toEqual(["/sensors/b/2"]);
  expect(found("PROBE-77")).toEqual(["/sensors/b/2"]);
  expect(found("northgate")).toEqual(["/?site=northgate", "/sensors/a/1"]);
  expect(found("nothing like it")).toEqual([]);
});

it("shows every sensor before anything is typed", () => {
  expect(found("")).toHaveLength(2);
});
