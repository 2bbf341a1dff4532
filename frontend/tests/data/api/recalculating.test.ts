import { describe, expect, it } from "vitest";
import { ApiProblem } from "@/data/api/http";
import { anyRecalculating, untilRecalculated } from "@/data/api/recalculating";

const [NOW, LATER] = [{ recalculating: true }, { recalculating: false }];
const after = (data?: object, error: Error | null = null) =>
  untilRecalculated({ state: { status: error ? "error" : "success", error, data: data as never } });

describe("an answer about a range", () => {
  it("is asked for again while one of its sensors is recalculated", () => {
    expect(after(NOW)).toBeGreaterThan(0);
    expect(after([LATER, NOW])).toBeGreaterThan(0);
    expect(after(LATER)).toBe(false);
    expect(after([LATER])).toBe(false);
    expect(after()).toBe(false);
  });

  it("is asked for again after a failure as before", () => {
    expect(after(LATER, new Error("network"))).toBeGreaterThan(0);
    expect(after(NOW, new Error("network"))).toBeGreaterThan(0);
    const denied = new ApiProblem(404, "not-found", "Not found");
    expect(after(undefined, denied)).toBe(false);
  });

  it("tells of any answer of a page", () => {
    expect(anyRecalculating(undefined, [], LATER, [LATER, NOW])).toBe(true);
    expect(anyRecalculating(undefined, [], LATER, [LATER])).toBe(false);
  });
});
