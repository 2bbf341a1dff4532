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

it("includes lower roles, at the role's site only", () => {
  expect(may(OPERATOR, "viewer", "a")).toBe(true);
  expect(may(OPERATOR, "operator", "a")).toBe(true);
  expect(may(OPERATOR, "manager", "a")).toBe(false);
  expect(may(OPERATOR, "operator", "b")).toBe(false);
  expect(mayAnywhere(OPERATOR, "operator")).toBe(true);
  expect(mayAnywhere(ME, "operator")).toBe(false);
});

it("reserves what belongs to no site for administrators", () => {
  expect(may(OPERATOR, "viewer", null)).toBe(false);
  expect(may({ ...ME, admin: true }, "manager", null)).toBe(true);
  expect(may(undefined, "viewer", "a")).toBe(false);
});
