import { expect, it } from "vitest";
import { correctedSpans, setAsideBy, touching } from "@/domain/correction";
import { makeCorrection } from "../make-correction";

const HOUR = 3_600_000;
const aside = makeCorrection({ id: 1, from: HOUR, to: 2 * HOUR });
const shift = makeCorrection({ id: 2, kind: "time", from: 0, to: HOUR, shift_ms: -HOUR / 2 });

it("names the stretches that corrections touch, in time order; a shift touches two", () => {
  const spans = correctedSpans([aside, shift]);
  expect(spans.map(({ id, from, to, left }) => [id, from, to, left])).toEqual([
    [2, -HOUR / 2, HOUR / 2, false],
    [2, 0, HOUR, true],
    [1, HOUR, 2 * HOUR, false],
  ]);
});

it("leaves out what was undone", () => {
  expect(correctedSpans([{ ...aside, undone_at: 5, undone_by: "ada" }])).toEqual([]);
});

it("finds who set a reading aside: the end of a stretch is not in it", () => {
  const spans = correctedSpans([aside, shift]);
  expect(setAsideBy(spans, HOUR)?.id).toBe(1);
  expect(setAsideBy(spans, 2 * HOUR)).toBeNull();
  expect(setAsideBy(spans, 10)).toBeNull();
  expect(setAsideBy(undefined, HOUR)).toBeNull();
});

it("finds all that touch a stretch", () => {
  const spans = correctedSpans([aside, shift]);
  expect(touching(spans, HOUR - 1, HOUR).map(({ id }) => id)).toEqual([2, 1]);
  expect(touching(spans, 2 * HOUR, 3 * HOUR)).toEqual([]);
});
