import { expect, it } from "vitest";
import { aboutSite, deletionWords, draftErrors, racedWords } from "@/features/sites/words";
import type { SiteDeletion, SiteDetail } from "@/domain/types";

const SITE: SiteDetail = {
  slug: "linden",
  name: "Linden",
  time_zone: "America/New_York",
  zone_fixed: false,
  archived: null,
  role: "manager",
  sensors: 1,
  archived_sensors: 0,
  devices: 5,
  created: 0,
  etag: "1",
};
const NOTHING: SiteDeletion = {
  sensors: 0,
  devices: 0,
  grants: 0,
  readings: false,
  first: null,
  last: null,
  etag: "1",
};

it("sums a site up", () => {
  expect(aboutSite(SITE)).toBe("America/New York · 1 sensor, 5 devices");
});

it("proposes an address from the name, and says what is wrong with it", () => {
  const none = new Set<string>();
  expect(draftErrors({ name: "Köln, Lager 2", slug: null }, none)).toEqual({});
  expect(draftErrors({ name: "  ", slug: null }, none).name).toBe("Enter a name.");
  expect(draftErrors({ name: "東京", slug: null }, none).slug).toContain("no letter");
  expect(draftErrors({ name: "Linden", slug: "" }, none).slug).toBeDefined();
  for (const slug of ["Linden", "-linden", "linden-", "lin den", "ä", "a".repeat(65)])
    expect(draftErrors({ name: "Linden", slug }, none).slug, slug).toContain("Lower-case");
  expect(draftErrors({ name: "Linden", slug: null }, new Set(["linden"])).slug).toContain("used");
});

it("says what becomes of a site's contents before it is deleted", () => {
  const words = (changes: Partial<SiteDeletion>, zone = "UTC") =>
    deletionWords({ ...NOTHING, ...changes }, zone).join(" ");
  expect(words({})).toBe("No reading was ever stored here. Only the site itself is deleted.");
  expect(words({ sensors: 1 })).toContain("1 sensor is deleted with it.");
  expect(words({ sensors: 2, grants: 1, devices: 3 })).toBe(
    "No reading was ever stored here. 2 sensors and 1 grant are deleted with it. " +
      "3 devices stay without a home site, and their channels become proposals again.",
  );
});

it("names the days of the history that would go", () => {
  const first = Date.UTC(2026, 10, 23, 23, 30);
  const held = { ...NOTHING, readings: true, first, last: Date.UTC(2026, 10, 29, 8) };
  const said = (deletion: SiteDeletion, zone: string) => deletionWords(deletion, zone)[0];
  expect(said(held, "Europe/Vienna")).toContain(
    "Readings from Tue 24 Nov 2026 to Sun 29 Nov 2026 are stored here. ",
  );
  expect(said(held, "Europe/Vienna")).toContain("cannot be brought back");
  expect(said({ ...held, last: first }, "UTC")).toContain("Readings of Mon 23 Nov 2026");
  expect(said({ ...held, first: null }, "UTC")).toContain("Readings were stored here");
});

it("describes a concurrent edit", () => {
  const now = { ...SITE, name: "Lime", archived: 5 };
  expect(racedWords({ name: "Lemon" }, SITE, now)).toBe(
    "Its name is now Lime; you were setting Lemon. It was archived.",
  );
  expect(racedWords({ name: "Lemon" }, SITE, { ...SITE, time_zone: "UTC" })).toBe(
    "Its time zone is now UTC.",
  );
  expect(racedWords({}, SITE, SITE)).toBe("Another setting has changed.");
});
