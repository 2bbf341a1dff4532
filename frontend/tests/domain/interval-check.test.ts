import { expect, it } from "vitest";
import { differs, seenInterval, typedWords } from "@/domain/interval-check";

const plain = (text: string | null) => text?.replaceAll("\u00a0", " ");

it("finds intervals that differ by more than half", () => {
  expect(differs(10, 300)).toBe(true);
  expect(differs(300, 10)).toBe(true);
  expect(differs(60, 90)).toBe(true);
  expect(differs(60, 89)).toBe(false);
  expect(differs(60, 41)).toBe(false);
});

it("takes what was observed, or learned from it", () => {
  const observed = { usual_s: 0.2, heartbeat_s: null, messages: 9, span_s: 9, at: 0 };
  expect(seenInterval({ learned_s: 60, observed: null })).toBe(60);
  expect(seenInterval({ learned_s: null, observed: { ...observed, too_fast: true } })).toBe(0.2);
  expect(seenInterval({ learned_s: null, observed: null })).toBeNull();
});

it("says what a typed interval would do", () => {
  expect(plain(typedWords(10, 300))).toBe(
    "It sends every 5 min, not every 10 s. So the time between its readings counts as gaps.",
  );
  expect(plain(typedWords(30, 60))).toBe(
    "It sends every 1 min, not every 30 s. So a single late reading counts as a gap.",
  );
  expect(plain(typedWords(3600, 60))).toBe(
    "It sends every 1 min, not every 1 h. So a silence is noticed only after 3 h.",
  );
  expect(typedWords(60, 60)).toBeNull();
  expect(typedWords(null, 60)).toBeNull();
  expect(typedWords(NaN, 60)).toBeNull();
  expect(typedWords(60, null)).toBeNull();
});
