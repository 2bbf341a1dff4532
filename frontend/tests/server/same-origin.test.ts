import { describe, expect, it } from "vitest";
import { changesState, isOwnNavigation, isSameOrigin, returnPath } from "@/server/same-origin";

const PUBLIC = "https://isotherm.example";
const headers = (origin?: string, site?: string) => {
  const made = new Headers();
  if (origin !== undefined) made.set("origin", origin);
  if (site !== undefined) made.set("sec-fetch-site", site);
  return made;
};

describe("the same-origin proof", () => {
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

  it("is asked of everything that changes something", () => {
    expect(["POST", "PUT", "PATCH", "DELETE", "patch"].every(changesState)).toBe(true);
    expect(["GET", "HEAD", "OPTIONS"].some(changesState)).toBe(false);
  });

  it("lets a person type the way out, and no other site send them there", () => {
    expect(isOwnNavigation(headers(undefined, "none"), PUBLIC)).toBe(true);
    expect(isOwnNavigation(headers(undefined, "cross-site"), PUBLIC)).toBe(false);
    expect(isOwnNavigation(headers("https://evil.example", undefined), PUBLIC)).toBe(false);
  });
});

describe("the way back", () => {
  it.each([
    ["/sensors/a/b?range=1h#x", "/sensors/a/b?range=1h#x"],
    [null, "/"],
    ["", "/"],
    ["//evil.example/x", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example", "/"],
    ["/%2e%2e//evil", "/"],
    ["/auth/logout", "/"],
    ["javascript:alert(1)", "/"],
  ])("%s leads to %s", (wanted, path) => {
    const found = returnPath(wanted, PUBLIC);
    expect(found).toBe(path);
    expect(new URL(found, PUBLIC).origin).toBe(PUBLIC);
  });
});
