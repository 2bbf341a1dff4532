import { expect, it } from "vitest";
import { readingsNote, timesWords, unknownNote } from "@/features/sensor/statistics-words";

it("shows how often the sensor was out of range", () => {
  expect(timesWords({ seconds: 0, times: 0, open: false })).toBe("never");
  expect(timesWords({ seconds: 9, times: 1, open: true })).toBe("once, ongoing");
  expect(timesWords({ seconds: 9, times: 2, open: true })).toBe("2 times, one ongoing");
});

it("shows time without data apart from time without a valid value", () => {
  const note = (coverage: number, unknown_s: number, uncounted = 0) =>
    unknownNote({ coverage, unknown_s, n: 9, uncounted }, 30);
  expect(note(1, 0)).toBe("no data missing");
  expect(note(1, 1020)).toBe("no gap, 17\u00a0min without a valid value");
  expect(note(0.9, 1020)).toBe("17\u00a0min without data");
  expect(note(0.9, 1020, 1)).toBe("17\u00a0min without a valid value");
});

it("explains readings that cover nothing", () => {
  const note = (n: number) => unknownNote({ coverage: 0, unknown_s: 1020, n, uncounted: 0 }, 30);
  expect(note(288)).toBe("no two readings within 30\u00a0s of each other");
  expect(note(1)).toBe("one reading alone covers no time");
  expect(note(0)).toBe("17\u00a0min without data");
});

it("compares the readings with the expected number", () => {
  expect(readingsNote({ n: 7853, expected: 8640, uncounted: 1 })).toBe(
    "of 8,640 expected, 1 not counted",
  );
  expect(readingsNote({ n: 1995, expected: 1440, uncounted: 0 })).toBe(
    "more often than expected (1,440)",
  );
  expect(readingsNote({ n: 8641, expected: 8640, uncounted: 0 })).toBe(
    "about as many as expected (8,640)",
  );
  expect(readingsNote({ n: 3, expected: null, uncounted: 0 })).toBe("");
});

it("shows nothing for a range without data", () => {
  expect(unknownNote({ coverage: null, unknown_s: 0, n: 0, uncounted: 0 }, 30)).toBe("");
  expect(readingsNote({ n: 0, expected: 0, uncounted: 0 })).toBe("");
});
