import { expect, it } from "vitest";
import { isZone } from "@/time/zone";
import { zoneChoices } from "@/time/zones";

it("offers every zone once, UTC included, with spaces in the labels", () => {
  const choices = zoneChoices();
  const values = choices.map(({ value }) => value);
  expect(new Set(values).size).toBe(values.length);
  expect(values).toEqual([...values].sort());
  expect(choices).toContainEqual({ value: "UTC", label: "UTC" });
  expect(choices).toContainEqual({ value: "America/New_York", label: "America/New York" });
});

it("offers zones by the names in use today, and one that is stored by whatever name", () => {
  const values = zoneChoices("Europe/Kiev").map(({ value }) => value);
  for (const zone of ["Asia/Kathmandu", "Asia/Kolkata", "Europe/Kyiv", "Europe/Kiev"])
    expect(values, zone).toContain(zone);
  expect(values).not.toContain("Asia/Calcutta");
  expect(zoneChoices().map(({ value }) => value)).not.toContain("Europe/Kiev");
  for (const value of values) expect(isZone(value), value).toBe(true);
});
