import { expect, it } from "vitest";
import {
  NEW_SITE,
  nameOf,
  newDeviceOf,
  newSiteOf,
  wrongOf,
  type Draft,
} from "@/features/connect/draft";
import { preselected, refusedOf } from "@/features/connect/use-name-form";
import { ApiProblem } from "@/data/api/http";

const DRAFT: Draft = {
  site: "linden",
  siteName: "",
  zone: "Europe/Vienna",
  label: " Vaccine fridge, Köln ",
  name: null,
};

it("makes the name from the label until another is typed", () => {
  expect(nameOf(DRAFT)).toBe("vaccine-fridge-koln");
  expect(nameOf({ ...DRAFT, name: "vf-1" })).toBe("vf-1");
  expect(newDeviceOf(DRAFT, "linden", false)).toEqual({
    site: "linden",
    name: "vaccine-fridge-koln",
    label: "Vaccine fridge, Köln",
    adopt: false,
  });
  expect(newDeviceOf({ ...DRAFT, label: " ", name: "vf-1" }, "linden", true)).toEqual({
    site: "linden",
    name: "vf-1",
    adopt: true,
  });
});

it("names each field that is missing or wrong", () => {
  expect(wrongOf(DRAFT)).toEqual({});
  expect(wrongOf({ ...DRAFT, label: "", name: "vf-1" })).toEqual({});
  expect(Object.keys(wrongOf({ ...DRAFT, site: "", label: "" }))).toEqual(["site", "label"]);
  expect(Object.keys(wrongOf({ ...DRAFT, site: NEW_SITE, zone: "" }))).toEqual([
    "siteName",
    "zone",
  ]);
  expect(wrongOf({ ...DRAFT, label: "Холодильник" }).name).toMatch("no letters");
  expect(wrongOf({ ...DRAFT, name: "a b" }).name).toMatch("No spaces");
});

it("does not give a site the address of the page that creates sites", () => {
  expect(newSiteOf({ ...DRAFT, siteName: " Linden " })).toEqual({
    name: "Linden",
    time_zone: "Europe/Vienna",
  });
  expect(newSiteOf({ ...DRAFT, siteName: "New" }).slug).toBe("new-site");
});

it("chooses the site of the address, the only one, or for an administrator without any a new one", () => {
  const two = [{ slug: "a" }, { slug: "b" }];
  expect(preselected("b", two, false)).toBe("b");
  expect(preselected("foreign", two, true)).toBe("");
  expect(preselected(null, [{ slug: "a" }], true)).toBe("a");
  expect(preselected(null, [], true)).toBe(NEW_SITE);
  expect(preselected(null, [], false)).toBe("");
});

it("puts what the server refuses beside the field that it is about", () => {
  const problem = (field: string, message: string) =>
    new ApiProblem(409, "conflict", "Conflict", null, null, [], [{ field, message }]);
  expect(refusedOf(null, problem("name", "is the name of another device"))).toEqual({
    name: "This is the name of another device.",
  });
  expect(refusedOf(problem("time_zone", "does not exist"), null)).toEqual({
    zone: "This does not exist.",
  });
  expect(refusedOf(null, null)).toEqual({});
});
