import { expect, it } from "vitest";
import { bestFirst, matcher, plain } from "@/domain/matches";

it("requires every word, in any part, ignoring case and accents", () => {
  const matches = matcher("kuhl LINDEN");
  expect(matches("Kühlschrank", null, "Linden Pharmacy")).toBe(true);
  expect(matches("Kühlschrank", undefined, "Northgate")).toBe(false);
});

it("matches everything without words", () => {
  expect(matcher("  ")("Vaccine fridge")).toBe(true);
  expect(matcher("")(null)).toBe(true);
});

const named = (name: string, site_name: string) => ({
  id: `${site_name}/${name}`,
  name,
  site_name,
});
const SENSORS = [
  named("Vaccine fridge", "Riverside"),
  named("Vaccine fridge 1", "Linden"),
  named("Vaccine fridge 10", "Linden"),
  named("Old vaccine fridge 1", "Annex"),
  named("Server room", "Northgate"),
  named("Server room", "Harbour"),
  named("Kühlraum Süd", "Zürich"),
];
const found = (text: string) => {
  const contains = matcher(text);
  const matching = SENSORS.filter(({ name, site_name }) => contains(name, site_name));
  return bestFirst(matching, text, (sensor) => sensor).map(({ id }) => id);
};

it("lists the exact name first, then beginnings, words and the rest; equals by site", () => {
  expect(found("vaccine fridge 1")).toEqual([
    "Linden/Vaccine fridge 1",
    "Linden/Vaccine fridge 10",
    "Annex/Old vaccine fridge 1",
  ]);
  expect(found("VACCINE  FRIDGE")[0]).toBe("Riverside/Vaccine fridge");
  expect(found("server room")).toEqual(["Harbour/Server room", "Northgate/Server room"]);
  expect(found("northgate server room")[0]).toBe("Northgate/Server room");
  expect(found("server room northgate")[0]).toBe("Northgate/Server room");
  expect(found("kuhlraum sud zurich")).toEqual(["Zürich/Kühlraum Süd"]);
  expect(found("fridge old")[0]).toBe("Annex/Old vaccine fridge 1");
});

it("folds letters that are no accented base letters", () => {
  expect(plain("Straße Ørsted ŁÓDŹ")).toBe("strasse orsted lodz");
});
