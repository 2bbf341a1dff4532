import { expect, it } from "vitest";
import { added } from "@/features/shell/dismissed";

it("stores the last fifty dismissed events without duplicates", () => {
  const many = Array.from({ length: 60 }, (_, i) => `lost:${i}`).reduce(added, "");
  expect(many.split(" ")).toHaveLength(50);
  expect(
    added(many, "lost:20")
      .split(" ")
      .filter((event) => event === "lost:20"),
  ).toHaveLength(1);
  expect(added(many, "lost:20").endsWith("lost:20")).toBe(true);
});
