import { expect, it } from "vitest";
import { mayBeTemperature, sentNumber } from "@/domain/evidence";

const says = (temperature: boolean) => ({ temperature, what: "humidity", why: "Its name." });

it("takes a channel for a temperature unless its name says otherwise", () => {
  expect(mayBeTemperature({ name_says: null })).toBe(true);
  expect(mayBeTemperature({ name_says: says(true) })).toBe(true);
  expect(mayBeTemperature({ name_says: says(false) })).toBe(false);
  // An older API, as there is one during an update, says nothing about names.
  expect(mayBeTemperature({})).toBe(true);
});

it("shows a number as it was sent, in the unit that it was read in", () => {
  expect(sentNumber(41, "C")).toBe("41");
  expect(sentNumber(5, "F")).toBe("41");
  expect(sentNumber(-232.15, "K")).toBe("41");
  expect(sentNumber(-0.00001, "C")).toBe("0");
  expect(sentNumber(-71, "C")).toBe("\u221271");
});
