import { expect, it } from "vitest";
import { badge } from "@/features/shell/use-pages";

it("caps the badge at 99+", () => {
  expect([badge(0, false), badge(3, false), badge(99, false), badge(100, true)]).toEqual([
    null,
    "3",
    "99",
    "99+",
  ]);
});
