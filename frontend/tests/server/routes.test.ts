import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PAGES, routeOf } from "@/server/routes";

describe("the pages of the catalogue", () => {
  it("are those of the app", () => {
    const files = readdirSync("src/app", { recursive: true, encoding: "utf8" });
    const addresses = files
      .filter((file) => file === "page.tsx" || file.endsWith("/page.tsx"))
      .map((file) => file.replace(/(^|\/)page\.tsx$/, "").replace(/\(\w+\)\/?/, ""))
      .map((path) => `/${path.replaceAll("[", "{").replaceAll("]", "}")}`);
    expect(PAGES.toSorted()).toEqual(addresses.sort());
  });
});

describe("a route", () => {
  it.each([
    ["/", "/", "page"],
    ["/?site=a", "/", "page"],
    ["/sites/a-b?tab=access", "/sites/{site}", "page"],
    ["/sites/new", "/sites/new", "page"],
    ["/devices/import", "/devices/import", "page"],
    ["/devices/K%C3%BChl%2Fhaus", "/devices/{name}", "page"],
    ["/sensors/a/b", "/sensors/{site}/{sensor}", "page"],
    ["/api/v1/live", "/api/v1/live", "live"],
    ["/api/v1/export?sensor=a/b", "/api/v1/export", "download"],
    ["/api/v1/sensors/a/b", "/api/v1/sensors/{site}/{sensor}", "api"],
    ["/api/v1/sensors/a/b/limits", "/api/v1/sensors/{site}/{sensor}/limits", "api"],
    ["/api/v1/devices/import", "/api/v1/devices/import", "api"],
    ["/api/v1/devices/d", "/api/v1/devices/{device}", "api"],
    ["http://host:3000/api/v1/me?x", "/api/v1/me", "api"],
    ["/auth/callback?code=c&state=s", "/auth/callback", "sign-in"],
    ["/_next/static/chunks/a.js", "/_next/{file}", "static"],
    ["/healthz", "/healthz", "health"],
    ["/sw.js", "/sw.js", "static"],
  ])("of %s", (target, template, group) => {
    expect(routeOf(target, false)).toMatchObject({ template, group });
  });

  it.each([
    ["/api/v1/sensors/a/b/limits", { sensor: "a/b" }],
    ["/api/v1/devices/K%C3%BChlhaus/credential", { device: "Kühlhaus" }],
    ["/api/v1/devices/a%FF", {}],
    ["/api/v1/sites/a", {}],
    ["/sensors/a/b", undefined],
    ["/devices/a", undefined],
  ])("of %s says which hardware it is about", (target, about) => {
    expect(routeOf(target, false).about).toEqual(about);
  });

  it.each([
    ["/x?token=t0ken", "other"],
    ["/t0ken", "other"],
    ["/sites/a/t0ken", "other"],
    ["/auth/t0ken", "other"],
    ["/api/v1/t0ken", "api"],
    ["/api/v1/sensors/a/b/c/d/t0ken", "api"],
    ["/api/v2/t0ken", "other"],
    ["/api/bad-address", "other"],
    ["*", "other"],
    ["", "other"],
    ["/constructor", "other"],
    ["constructor", "other"],
    ["//evil.example/t0ken", "other"],
  ])("of %s has nothing of the address", (target, group) => {
    expect(routeOf(target, false)).toEqual({ template: "unmatched", group });
  });

  it("of a page that the browser has loaded before is a navigation", () => {
    expect(routeOf("/sites/a?_rsc=1", true)).toEqual({
      template: "/sites/{site}",
      group: "navigation",
    });
    expect(routeOf("/api/v1/me", true).group).toBe("api");
  });
});
