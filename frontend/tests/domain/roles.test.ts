import { expect, it } from "vitest";
import { may, mayAnywhere } from "@/domain/roles";
import { ME } from "../page";

const OPERATOR = {
  ...ME,
  sites: [
    { slug: "a", role: "operator" as const },
    { slug: "b", role: "viewer" as const },
  ],
};

it("lets roles do what lower ones may, at their own site", () => {
  expect(may(OPERATOR, "viewer", "a")).toBe(true);
  expect(may(OPERATOR, "operator", "a")).toBe(true);
  expect(may(OPERATOR, "manager", "a")).toBe(false);
  expect(may(OPERATOR, "operator", "b")).toBe(false);
  expect(mayAnywhere(OPERATOR, "operator")).toBe(true);
  expect(mayAnywhere(ME, "operator")).toBe(false);
});

it("leaves what belongs to no site to administrators", () => {
  expect(may(OPERATOR, "viewer", null)).toBe(false);
  expect(may({ ...ME, admin: true }, "manager", null)).toBe(true);
  expect(may(undefined, "viewer", "a")).toBe(false);
});
