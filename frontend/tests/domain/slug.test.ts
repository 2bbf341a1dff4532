import { expect, it } from "vitest";
import { slugOf } from "@/domain/slug";

it("converts a name to a valid slug", () => {
  expect(slugOf("Vaccine fridge, top shelf")).toBe("vaccine-fridge-top-shelf");
  expect(slugOf("  Kühlhaus Größe Ⅲ ")).toBe("kuhlhaus-grosse-iii");
  expect(slugOf("冷蔵庫")).toBe("");
  expect(slugOf("a".repeat(63) + " b")).toBe("a".repeat(63));
});
