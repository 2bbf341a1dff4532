// @vitest-environment jsdom
import { renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useFirstNow } from "@/time/first-now";
import { serverNow } from "@/time/server-clock";

it("returns the page's instant once, then the server's time", () => {
  vi.spyOn(performance, "now").mockReturnValue(500);
  const { result } = renderHook(() => useFirstNow(5));
  expect(result.current()).toBe(5);
  expect(Math.abs(result.current() - serverNow())).toBeLessThan(60_000);
});

it("ignores the page's instant long after the page has loaded", () => {
  vi.spyOn(performance, "now").mockReturnValue(10_000);
  const { result } = renderHook(() => useFirstNow(5));
  expect(result.current()).toBeGreaterThan(5);
});

it("returns the server's time without a page's instant", () => {
  const { result } = renderHook(() => useFirstNow(null));
  expect(result.current()).toBeGreaterThan(5);
});
