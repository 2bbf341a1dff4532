import { expect, it } from "vitest";
import { aboutWords } from "@/features/compare/use-comparison";
import { makeSensor } from "../../make";

it("names the number of sensors and their site", () => {
  const one = makeSensor();
  expect(aboutWords([one])).toBe("1 sensor at Linden Pharmacy");
  expect(aboutWords([one, makeSensor({ site: "b", site_name: "B" })])).toBe("2 sensors at 2 sites");
});
