import { expect, it } from "vitest";
import { statesOf } from "@/features/shell/use-site-states";
import type { Sensor } from "@/domain/types";
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
    { slug: "annex", name: "Annex", state: "never", sensors: 0, unjudged: 0 },
    { slug: "linden-pharmacy", name: "Linden", state: "in_range", sensors: 1, unjudged: 0 },
  ]);
});

it("needs no list of sites to show those with sensors", () => {
  expect(statesOf([makeSensor()], [], NOON).map(({ name }) => name)).toEqual(["Linden Pharmacy"]);
});

it("counts sensors without limits apart", () => {
  const free = (id: string) => makeSensor({ id, limits: null, state: "no_limits" });
  const state = (...sensors: Sensor[]) => statesOf(sensors, [], NOON)[0];
  expect(state(free("a/1"), free("a/2"))).toMatchObject({ state: "no_limits", unjudged: 2 });
  expect(state(free("a/1"), makeSensor())).toMatchObject({
    state: "in_range",
    unjudged: 1,
    sensors: 2,
  });
});
