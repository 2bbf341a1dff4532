// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { CoverageBar } from "@/ui/coverage-bar";

describe("a coverage bar", () => {
  it.each([
    [1, 40],
    [0.999, 38.5],
    [0.5, 20],
    [0, 0],
    [-1, 0],
    [NaN, 0],
  ])("of %d is %d wide", (part, wide) => {
    const [, covered] = render(<CoverageBar part={part} />).container.querySelectorAll("rect");
    expect(Number(covered?.getAttribute("width"))).toBe(wide);
  });
});
