import { expect, it } from "vitest";
import { changesOf, racedWords } from "@/parts/sensor-settings/words";
import { makeSensorDetail } from "../../make";

const SEEN = makeSensorDetail({ name: "Fridge", place: "Hall A" });

it("sends only what was changed; an emptied place becomes null", () => {
  expect(changesOf(SEEN, { name: " Fridge ", place: "Hall A" })).toEqual({});
  expect(changesOf(SEEN, { name: "Fridge 2", place: "" })).toEqual({
    name: "Fridge 2",
    place: null,
  });
});

it("describes a concurrent edit", () => {
  const now = { ...SEEN, name: "Freezer", place: null, archived: 5 };
  expect(racedWords({ name: "Fridge 2" }, SEEN, now)).toBe(
    "Its name is now Freezer; you were setting Fridge 2. Its place is now none. It was archived.",
  );
  expect(racedWords({}, SEEN, SEEN)).toBe("Another setting has changed.");
});
