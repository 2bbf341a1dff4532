import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LONGEST_NAME, NAME, isDeviceName, nameProblem } from "@/domain/names";

it("has the rule of isotherm.names", () => {
  const source = readFileSync(
    new URL("../../../libs/shared/src/isotherm/names.py", import.meta.url),
    "utf8",
  );
  expect(/^NAME = r"(.*)"$/m.exec(source)?.[1]).toBe(NAME.source.slice(1, -1));
  expect(/^LONGEST_NAME = (\d+)$/m.exec(source)?.[1]).toBe(String(LONGEST_NAME));
});

it("accepts what the broker's topics may hold", () => {
  for (const name of ["a", "Fridge_7.b-c", "...", "..a", "-", "x".repeat(64)])
    expect([name, isDeviceName(name), nameProblem(name)]).toEqual([name, true, null]);
});

it("says what is wrong with a name", () => {
  expect(nameProblem("")).toBe("Enter a name.");
  expect(nameProblem("cold store")).toMatch(/^No spaces/);
  expect(nameProblem("service:ingest")).toMatch(/^No :/);
  expect(nameProblem("kühl")).toMatch(/^No ü/);
  expect(nameProblem("a/b")).toMatch(/^No \//);
  expect(nameProblem("x".repeat(65))).toBe("At most 64 characters; these are 65.");
  expect(nameProblem("..")).toBe("Not only one or two dots.");
});
