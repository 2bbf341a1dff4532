import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { deviceHref } from "@/domain/device-href";

it("leads to the device's page, also where its name is that of another page", () => {
  expect(deviceHref("fridge-1")).toBe("/devices/fridge-1");
  const pages = readdirSync("src/app/(pages)/devices", { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !/^(\[|named$)/.test(entry.name),
  );
  expect(pages.length).toBeGreaterThan(0);
  for (const { name } of pages) expect(deviceHref(name)).toBe(`/devices/named/${name}`);
});
