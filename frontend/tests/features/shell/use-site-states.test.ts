import { expect, it } from "vitest";
import { statesOf } from "@/features/shell/use-site-states";
import { NOON, makeSensor } from "../../make";

it("lists sites without a sensor too", () => {
  const sites = statesOf(
    [makeSensor()],
    [
      { slug: "linden-pharmacy", name: "Linden" },
      { slug: "annex", name: "Annex" },
    ],
    NOON,
  );
  expect(sites).toEqual([
    { slug: "annex", name: "Annex", state: "never" },
    { slug: "linden-pharmacy", name: "Linden", state: "in_range" },
  ]);
});

it("needs no list of sites to show those with sensors", () => {
  expect(statesOf([makeSensor()], [], NOON).map(({ name }) => name)).toEqual(["Linden Pharmacy"]);
});
