import { expect, it } from "vitest";
import { filterOf, inSite, shownOf } from "@/features/overview/filter";
import { listedWords } from "@/features/overview/words";
import { rows } from "./shown";

const words = (text: string) => {
  const filter = filterOf(new URLSearchParams(text));
  return listedWords(shownOf(rows, filter), inSite(rows, filter.site));
};

it("counts what is listed", () => {
  expect(words("")).toBe("4 sensors at 2 sites");
  expect(words("site=a")).toBe("2 sensors at Linden Pharmacy");
  expect(words("site=a&show=fault")).toBe("1 of 2 sensors at Linden Pharmacy");
  expect(words("q=hall")).toBe("1 of 4 sensors at 2 sites");
  expect(words("site=nowhere")).toBe("0 sensors");
});
