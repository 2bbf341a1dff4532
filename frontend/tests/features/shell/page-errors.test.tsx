// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { PageErrors } from "@/features/shell/page-errors";

it("reports uncaught errors, the first ones alone, and no query", () => {
  const sent: unknown[] = [];
  const sendBeacon = vi.fn((address: string, text: string) => {
    sent.push([address, JSON.parse(text)]);
    return true;
  });
  Object.assign(navigator, { sendBeacon });
  window.history.replaceState(null, "", "/sites/a?token=t0ken");
  const { unmount } = render(<PageErrors />);
  const fail = (error: unknown, message = "") =>
    window.dispatchEvent(new ErrorEvent("error", { error, message }));
  fail(null, "ResizeObserver loop completed with undelivered notifications.");
  fail(new TypeError("x is not a function"));
  const rejection = Object.assign(new Event("unhandledrejection"), { reason: "t0ken" });
  window.dispatchEvent(rejection);
  for (let number = 0; number < 9; number += 1) fail(null, "m".repeat(9999));
  expect(sent.slice(0, 2)).toEqual([
    [
      "/page-errors",
      { kind: "error", message: "TypeError: x is not a function", path: "/sites/a" },
    ],
    ["/page-errors", { kind: "rejection", message: "string", path: "/sites/a" }],
  ]);
  expect(sent).toHaveLength(5);
  expect(JSON.stringify(sent)).not.toContain("t0ken");
  expect(JSON.stringify(sent[4]).length).toBeLessThan(500);
  // vitest itself fails for what nobody listens to
  const heard = vi.fn();
  window.addEventListener("error", heard);
  unmount();
  fail(new Error("later"));
  expect([heard.mock.calls.length, sent.length]).toEqual([1, 5]);
  window.removeEventListener("error", heard);
});
