import { expect, it } from "vitest";
import { aboutSite, draftErrors, racedWords } from "@/features/sites/words";
import type { SiteDetail } from "@/domain/types";

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
