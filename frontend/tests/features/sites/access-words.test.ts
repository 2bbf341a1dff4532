import { expect, it } from "vitest";
import {
  candidatesOf,
  granterWords,
  isOwnManager,
  membersWords,
  namesOf,
  recipientAbout,
  recipientName,
  removalWords,
  seenWords,
  shownGrants,
  viaWords,
} from "@/features/sites/access-words";
import type { Grant, SiteAccess } from "@/domain/types";
import { ME } from "../../page";

const NOW = Date.UTC(2026, 10, 29, 12);
const GRANT: Grant = {
  id: 1,
  site: "linden-pharmacy",
  subject: "s-ana",
  group: null,
  username: "ana",
  name: "Ana Reyes",
  email: "ana@linden.example",
  role: "viewer",
  granted_by: "mira",
  granted_at: Date.UTC(2026, 2, 3, 12),
  last_seen: null,
  etag: "1",
};
const GROUP: Grant = {
  ...GRANT,
  id: 2,
  subject: null,
  group: "/staff/pharmacists",
  username: null,
  name: null,
  email: null,
  role: "operator",
};
const ACCESS: SiteAccess = {
  items: [
    {
      subject: "s-ana",
      username: "ana",
      name: "Ana Reyes",
      email: null,
      role: "operator",
      last_seen: null,
      via: [
        { grant: 1, role: "viewer", subject: "s-ana", group: null },
        { grant: 2, role: "operator", subject: null, group: "/staff/pharmacists" },
      ],
    },
  ],
  groups: [{ path: "/staff/pharmacists", role: "operator", grant: 2, members: 14 }],
  complete: true,
  incomplete: null,
};

it("names whom a grant is for, and what tells them apart", () => {
  expect(recipientName(GRANT)).toBe("Ana Reyes");
  expect(recipientName(GROUP)).toBe("pharmacists");
  expect(recipientName({ ...GRANT, name: null, username: null })).toBe("s-ana");
  expect(recipientAbout(GRANT, ACCESS)).toBe("ana@linden.example");
  expect(recipientAbout({ ...GRANT, email: null }, ACCESS)).toBe("ana");
  const unknown = { ...GRANT, name: null, username: null, email: null };
  expect(recipientAbout(unknown, ACCESS)).toBe("has not signed in yet");
  expect(recipientAbout(GROUP, ACCESS)).toBe("Group, 14 people, /staff/pharmacists");
  expect(recipientAbout({ ...GROUP, group: "/all" }, undefined)).toBe("Group");
  expect([membersWords(1), membersWords(0), membersWords(null)]).toEqual([
    "Group, 1 person",
    "Group, 0 people",
    "Group",
  ]);
});

it("says when somebody was last seen", () => {
  const seen = (at: number | null, self = false) => seenWords(at, NOW, "UTC", self);
  expect(seen(null)).toBe("never");
  expect(seen(null, true)).toBe("now");
  expect(seen(NOW - 5000)).toBe("now");
  expect(seen(NOW - 120_000).replaceAll("\u00a0", " ")).toBe("2 min ago");
  expect(seen(NOW - 3 * 3_600_000)).toBe("09:00");
  expect(seen(NOW - 11 * 86_400_000)).toBe("18 Nov");
});

it("says who granted it, by name where they are known", () => {
  const names = namesOf([GRANT], ACCESS, ME);
  expect(granterWords(GRANT, names)).toBe("by Mira Kofler");
  expect(granterWords({ ...GRANT, granted_by: "admin" }, names)).toBe("by admin");
});

it("filters and orders grants: the most powerful role first, then by name", () => {
  const zoe = { ...GRANT, id: 3, name: "Zoë Abel", username: "zoe", role: "manager" as const };
  const all = [GRANT, GROUP, zoe];
  const ids = (show: "all" | "people" | "groups", text = "") =>
    shownGrants(all, show, text).map(({ id }) => id);
  expect(ids("all")).toEqual([3, 2, 1]);
  expect(ids("people")).toEqual([3, 1]);
  expect(ids("groups")).toEqual([2]);
  expect(ids("all", "zoe")).toEqual([3]);
  expect(ids("all", "pharma")).toEqual([2]);
  expect(ids("groups", "ana")).toEqual([]);
});

it("knows the user's own manager role, which they keep unless they are administrators", () => {
  const own = { ...GRANT, subject: ME.subject, role: "manager" as const };
  expect(isOwnManager(own, ME)).toBe(true);
  expect(isOwnManager({ ...own, role: "operator" }, ME)).toBe(false);
  expect(isOwnManager(own, { ...ME, admin: true })).toBe(false);
  expect(isOwnManager({ ...GRANT, role: "manager" }, ME)).toBe(false);
});

it("says why somebody sees the site, and what taking a grant away changes", () => {
  expect(viaWords(ACCESS.items[0]?.via ?? [])).toBe(
    "Operator through the group pharmacists and Viewer directly",
  );
  expect(removalWords(GRANT, "Linden", ACCESS)).toBe(
    "Ana Reyes still sees Linden: Operator through the group pharmacists.",
  );
  expect(removalWords(GRANT, "Linden", undefined)).toContain("Ana Reyes loses Linden");
  expect(removalWords(GROUP, "Linden", ACCESS)).toContain("Members of pharmacists");
});

it("offers people before groups, and tells who has a role already", () => {
  const candidates = candidatesOf(
    {
      users: [
        { subject: "s-ana", username: "ana", name: "Ana Reyes", email: null },
        { subject: "s-jo", username: "jo", name: null, email: "jo@x.example" },
      ],
      groups: [{ path: "/staff/pharmacists", name: "pharmacists" }],
      truncated: false,
    },
    [GRANT],
  );
  expect(candidates.map(({ name, has, to }) => [name, has, to])).toEqual([
    ["Ana Reyes", "viewer", { subject: "s-ana" }],
    ["jo", null, { subject: "s-jo" }],
    ["pharmacists", null, { group: "/staff/pharmacists" }],
  ]);
});
