import { expect, it } from "vitest";
import { zoneChoices } from "@/time/zones";

it("offers every zone once, UTC included, with spaces in the labels", () => {
  const choices = zoneChoices();
  const values = choices.map(({ value }) => value);
  expect(new Set(values).size).toBe(values.length);
  expect(values).toEqual([...values].sort());
  expect(choices).toContainEqual({ value: "UTC", label: "UTC" });
  expect(choices).toContainEqual({ value: "America/New_York", label: "America/New York" });
});
