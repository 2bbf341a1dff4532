import { expect, it } from "vitest";
import { aboutWords } from "@/features/compare/use-comparison";
import { makeSensor } from "../../make";

it("names the number of sensors and their site", () => {
  const sensor = makeSensor();
  expect(aboutWords([sensor])).toBe("1 sensor at Linden Pharmacy");
  expect(aboutWords([sensor, makeSensor({ site: "b", site_name: "B" })])).toBe(
    "2 sensors at 2 sites",
  );
});
