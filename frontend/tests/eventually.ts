// Waiting for asynchronous work in tests.
import { vi } from "vitest";

/**
 * Repeat a check until it passes. The timeout is a limit for hangs, not a measure: a busy machine may
 * take seconds for what takes milliseconds.
 */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 20_000 });
