import { expect, it } from "vitest";
import { effectWords, readingsWords } from "@/features/sensor/correction-preview-words";

const figures = (excursions: number, seconds: number) => ({
  counting: 10,
  min: 3,
  max: 9,
  mean: 5,
  excursions,
  seconds,
});
const plain = (text: string | null) => text?.replaceAll("\u00a0", " ");

it("says how many readings there are, and how many of them count", () => {
  const of = (readings: number, counting: number) =>
    readingsWords({ readings, counting, before: figures(0, 0), after: figures(0, 0) });
  expect(of(0, 0)).toBe("There are no readings in this stretch.");
  expect(of(1, 1)).toBe("1 reading in this stretch");
  expect(of(12, 10)).toBe("12 readings in this stretch, 2 of them do not count now");
  expect(of(12, 11)).toBe("12 readings in this stretch, 1 of them does not count now");
});

it("says what becomes of excursions", () => {
  expect(plain(effectWords(figures(3, 600), figures(1, 0)))).toContain("2 excursions of this time");
  expect(plain(effectWords(figures(0, 0), figures(1, 60)))).toBe(
    "1 more excursion would be counted.",
  );
  expect(plain(effectWords(figures(1, 120), figures(1, 60)))).toBe(
    "The time out of range would be 1 min less.",
  );
  expect(effectWords(figures(1, 60), figures(1, 60))).toBeNull();
});
