// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Diagnosis } from "@/features/devices/diagnosis";
import type { Diagnosis as Document } from "@/domain/types";
import { makeDiagnosis } from "../../make-device";
import { renderPage } from "../../page";
import { stubApi } from "./stub-api";

const PATH = "/api/v1/devices/clinic-log-2/diagnosis";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function shown(changes: Partial<Document>): Promise<string> {
  stubApi(() => ({ [PATH]: makeDiagnosis(changes) }));
  const { unmount } = renderPage(<Diagnosis device="clinic-log-2" />);
  await screen.findByText("Topic");
  const text = screen.getByTestId("diagnosis").textContent.replaceAll("\u00a0", " ");
  unmount();
  return text;
}

it("shows the verdict, the next steps in order, and what is known", async () => {
  const now = Date.now();
  stubApi(() => ({
    [PATH]: makeDiagnosis({
      verdict: "connected_silent",
      connected: true,
      since: now - 60_000,
      address: "10.0.0.7",
    }),
  }));
  renderPage(<Diagnosis device="clinic-log-2" />);
  await screen.findByText("Topic");
  expect(screen.getByRole("heading", { name: "Why does nothing arrive?" })).toBeDefined();
  expect(screen.getByRole("status").textContent).toContain("Connected, but nothing arrives");
  const steps = within(screen.getByRole("list", { name: "What to do" })).getAllByRole("listitem");
  expect(steps[0]?.textContent).toContain("sensors/clinic-log-2/temperature");
  expect(screen.getByTestId("diagnosis").textContent).toMatch(/since .* from 10\.0\.0\.7/);
});

it("counts refused logins by the addresses that are shown, and the rest together", async () => {
  const now = Date.now();
  const refused = {
    count: 9,
    since: now - 600_000,
    garbled: 0,
    addresses: [{ address: "10.0.0.8", count: 4, last: now }],
  };
  const text = await shown({ verdict: "never_connected", connected: false, refused });
  expect(text).toContain("9 in 10 min: 4 from 10.0.0.8, 5 from addresses not known or not shown");
  for (const well of [{ verdict: "arriving" }, { verdict: "rejected", connected: true }] as const)
    expect(await shown({ ...well, refused })).not.toContain("10.0.0.8");
});

it("mentions a single take-over without calling it two devices", async () => {
  const takeovers = { count: 1, recent: 1, last: Date.now() - 60_500 };
  const text = await shown({ verdict: "arriving", connected: true, takeovers });
  expect(text).toContain("Readings arrive");
  expect(text).toContain("once in 24 h, last 1 min ago");
});

it("says so if the diagnosis cannot be loaded", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderPage(<Diagnosis device="clinic-log-2" />);
  await vi.advanceTimersByTimeAsync(3000);
  expect(await screen.findByText("The diagnosis could not be loaded")).toBeDefined();
});
