import { describe, expect, it } from "vitest";
import { changesState, isOwnNavigation, isSameOrigin, returnPath } from "@/server/same-origin";

const PUBLIC = "https://isotherm.example";
const headers = (origin?: string, site?: string) => {
  const created = new Headers();
  if (origin !== undefined) created.set("origin", origin);
  if (site !== undefined) created.set("sec-fetch-site", site);
  return created;
};

describe("the same-origin check", () => {
  it.each([
    [PUBLIC, "same-origin", true],
    [PUBLIC, undefined, true],
    [undefined, "same-origin", true],
    [undefined, undefined, false],
    ["null", "same-origin", false],
    ["https://evil.example", "cross-site", false],
    [PUBLIC, "cross-site", false],
    [PUBLIC, "same-site", false],
    [undefined, "none", false],
    ["https://isotherm.example.evil.example", undefined, false],
    ["http://isotherm.example", undefined, false],
  ])("origin %s, site %s: %s", (origin, site, good) => {
    expect(isSameOrigin(headers(origin, site), PUBLIC)).toBe(good);
  });

  it("applies to all methods that change state", () => {
    expect(["POST", "PUT", "PATCH", "DELETE", "patch"].every(changesState)).toBe(true);
    expect(["GET", "HEAD", "OPTIONS"].some(changesState)).toBe(false);
  });

  it("allows typing the sign-out address, but no link from another site", () => {
    expect(isOwnNavigation(headers(undefined, "none"), PUBLIC)).toBe(true);
    expect(isOwnNavigation(headers(undefined, "cross-site"), PUBLIC)).toBe(false);
    expect(isOwnNavigation(headers("https://evil.example", undefined), PUBLIC)).toBe(false);
  });
});

describe("the path to return to", () => {
  it.each([
    ["/sensors/a/b?range=1h#x", "/sensors/a/b?range=1h#x"],
    [null, "/"],
    ["", "/"],
    ["//evil.example/x", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example", "/"],
    ["/%2e%2e//evil", "/"],
    ["/auth/logout", "/"],
    ["/devices/%E0%80", "/"],
    ["/ledger?a=%", "/"],
    ["javascript:alert(1)", "/"],
  ])("%s leads to %s", (wanted, path) => {
    const actual = returnPath(wanted, PUBLIC);
    expect(actual).toBe(path);
    expect(new URL(actual, PUBLIC).origin).toBe(PUBLIC);
  });
});
