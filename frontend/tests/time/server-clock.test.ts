import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { serverNow, setServerClock } from "@/time/server-clock";

const NOW = Date.UTC(2026, 10, 23, 12);
const header = (ms: number) => new Date(ms).toUTCString();

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  setServerClock(header(NOW), NOW);
});
afterEach(() => {
  setServerClock(header(NOW), NOW);
  vi.useRealTimers();
});

it("adopts a real difference, measured at the middle of the request", () => {
  setServerClock(header(NOW + 60_000), NOW - 200);
  // The header has whole seconds, so half a second is added on average.
  expect(serverNow()).toBe(NOW + 60_000 + 500 + 100);
});

it("ignores differences that the header's whole seconds may cause", () => {
  setServerClock(header(NOW + 1000), NOW);
  expect(serverNow()).toBe(NOW);
});

it("ignores slow responses and missing headers", () => {
  setServerClock(header(NOW + 60_000), NOW - 2001);
  setServerClock(null, NOW);
  setServerClock("soon", NOW);
  expect(serverNow()).toBe(NOW);
});
