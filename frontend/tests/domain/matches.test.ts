import { expect, it } from "vitest";
import { matcher } from "@/domain/matches";

it("requires every word, in any part, ignoring case and accents", () => {
  const matches = matcher("kuhl LINDEN");
  expect(matches("Kühlschrank", null, "Linden Pharmacy")).toBe(true);
  expect(matches("Kühlschrank", undefined, "Northgate")).toBe(false);
});

it("matches everything without words", () => {
  expect(matcher("  ")("Vaccine fridge")).toBe(true);
  expect(matcher("")(null)).toBe(true);
});
