import { describe, expect, it } from "vitest";
import { intervalField, intervalOf, intervalWords } from "@/features/sensor/interval-words";

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
});
