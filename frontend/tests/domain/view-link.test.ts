import { expect, it } from "vitest";
import { viewLink } from "@/domain/view-link";

it("replaces the range and keeps the rest of the view", () => {
  const here = "https://iso.example/compare?sensor=a/b&sensor=a/c&hidden=2&range=24h#graph";
  expect(viewLink(here, { from: 1000, to: 90_000 })).toBe(
    "https://iso.example/compare?sensor=a/b&sensor=a/c&hidden=2&from=1000&to=90000",
  );
  expect(viewLink("https://iso.example/sensors/a/b?from=1&to=90000", { follow: "7d" })).toBe(
    "https://iso.example/sensors/a/b?range=7d",
  );
  expect(viewLink("https://iso.example/sensors/a/b", { follow: "24h" })).toBe(
    "https://iso.example/sensors/a/b?range=24h",
  );
});
