import { expect, it } from "vitest";
import { withParam } from "@/ui/use-param";

const HREF = "https://a.example/compare?sensor=site/one&sensor=site/two&range=7d#x";

it("sets one parameter and leaves the others as written", () => {
  expect(withParam(HREF, "unit", "F")).toBe(
    "https://a.example/compare?sensor=site/one&sensor=site/two&range=7d&unit=F#x",
  );
  expect(withParam(withParam(HREF, "unit", "F"), "unit", "C")).toContain("range=7d&unit=C");
});

it("removes a parameter", () => {
  expect(withParam("https://a.example/?tab=table", "tab", null)).toBe("https://a.example/");
});
