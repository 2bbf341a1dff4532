import { describe, expect, it } from "vitest";
import {
  intervalField,
  intervalOf,
  intervalWords,
  isQuestionable,
  observedWords,
} from "@/features/sensor/interval-words";
import type { IntervalHistory } from "@/domain/types";
import { NOON } from "../../make";

const OBSERVED = {
  usual_s: 60,
  heartbeat_s: null,
  too_fast: false,
  messages: 50,
  span_s: 14 * 3600,
  at: NOON,
};
const make = (changes: Partial<IntervalHistory> = {}): IntervalHistory => ({
  set_s: null,
  learned_s: 60,
  observed: OBSERVED,
  contradicted: false,
  items: [],
  etag: "",
  ...changes,
});
const words = (changes: Partial<IntervalHistory>) =>
  observedWords(make(changes))?.replaceAll("\u00a0", " ") ?? null;

describe("an interval", () => {
  it("is set by hand or learned", () => {
    expect(intervalWords({ set_s: 90, learned_s: 60 })).toBe("1\u00a0min 30\u00a0s (set by hand)");
    expect(intervalWords({ set_s: null, learned_s: 60 })).toContain("(learned from the readings)");
    expect(intervalWords({ set_s: null, learned_s: null })).toContain("not known yet");
  });

  it("is entered in the largest unit that divides it", () => {
    expect(intervalField(7200)).toEqual({ text: "2", unit: "h" });
    expect(intervalField(90)).toEqual({ text: "90", unit: "s" });
    expect(intervalOf("1,5", "min")).toBe(90);
    for (const text of ["", "0", "-1", "a"]) expect(intervalOf(text, "s")).toBeNull();
    expect(intervalOf("1000", "h")).toBeNull();
  });

  it("says what was learned and from what", () => {
    expect(words({})).toBe("Learned: every 1 min (from 50 messages in 14 h).");
    expect(words({ observed: { ...OBSERVED, heartbeat_s: 3600 } })).toBe(
      "Learned: every 1 min, at least every 1 h (from 50 messages in 14 h).",
    );
    expect(words({ set_s: 60 })).toBe("Learned: every 1 min (from 50 messages in 14 h).");
    expect(words({ observed: null })).toBeNull();
    expect(isQuestionable(make({}))).toBe(false);
  });

  it("says what contradicts an interval that was set by hand", () => {
    expect(words({ set_s: 10, contradicted: true })).toBe(
      "Set to 10 s, but the sensor sends every 1 min (from 50 messages in 14 h).",
    );
    expect(isQuestionable(make({ set_s: 10, contradicted: true }))).toBe(true);
  });

  it("asks if messages come faster than once a second", () => {
    const fast = { learned_s: null, observed: { ...OBSERVED, usual_s: 0.2, too_fast: true } };
    expect(words(fast)).toBe("The sensor seems to send every 0.2 s. How often should it report?");
    expect(isQuestionable(make(fast))).toBe(true);
    expect(words({ ...fast, set_s: 0.2 })).toBeNull();
  });
});
