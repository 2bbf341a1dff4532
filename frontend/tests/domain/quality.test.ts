import { expect, it } from "vitest";
import { UNCOUNTED, clockQuality, qualityWords, uncountedWords } from "@/domain/quality";

it("says why a reading is distrusted", () => {
  expect(qualityWords(0)).toBeNull();
  expect(qualityWords(1)).toBeNull();
  expect(qualityWords(2)).toBe("suspect");
  expect(qualityWords(4)).toBe("time unsure");
  expect(qualityWords(8)).toBe("clock ahead: placed by when it was published");
  expect(qualityWords(4 | 16)).toBe("time unsure, clock not set: placed by when it was published");
});

it("says why a reading does not count", () => {
  expect(uncountedWords(8 | 16)).toBeNull();
  expect(uncountedWords(2)).toBe("suspect");
  expect(uncountedWords(4 | 16)).toBe("time unsure");
  expect(uncountedWords(6)).toBe("suspect, time unsure");
  expect(uncountedWords(32)).toBe("set aside");
  expect(uncountedWords(32 | 2)).toBe("set aside, suspect");
  expect(UNCOUNTED & 32).toBe(32);
});

it("says what was wrong with the clock", () => {
  expect(clockQuality(0)).toBeNull();
  expect(clockQuality(7)).toBeNull();
  expect(clockQuality(8)).toContain("clock ahead");
  expect(clockQuality(16)).toContain("clock not set");
});
