// @vitest-environment jsdom
import type { QueryClient } from "@tanstack/react-query";
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Banners } from "@/features/shell/banners";
import type { Alert } from "@/domain/types";
import { renderPage } from "../../page";

const MINUTE = 60_000;
const live = vi.hoisted(() => ({ phase: "live", at: 0 }));

vi.mock("next/navigation", () => ({
  usePathname: () => "/",
  useSearchParams: () => new URLSearchParams(),
}));
vi.mock("@/data/live/live", () => ({
  useLiveness: () => ({
    phase: live.phase,
    until: live.phase === "live" ? null : live.at,
    requested: true,
  }),
  useLive: () => ({ phase: live.phase, lastHeard: live.at, nextTry: null, problem: null }),
}));

const ago = (minutes: number) => Date.now() - minutes * MINUTE;
const alert = (kind: Alert["kind"], began: number, ended: number | null): Alert => ({
  kind,
  since: ago(began),
  until: ended === null ? null : ago(ended),
  count: null,
  detail: `${kind} detail.`,
});
const watch = (alerts: Alert[], drop: number | null = null) => ({
  broker: {
    connected: true,
    since: 0,
    dropped: null,
    last_drop: drop,
    queued: 0,
    subscription: true,
    tick_age_s: 0,
  },
  instances: [],
  ledger: { checked: null, differences: [] },
  alerts,
});

/** Answer the watch; the query tells its components in a task of its own. */
const tell = (client: QueryClient, alerts: Alert[]) =>
  act(async () => {
    client.setQueryData(["watch"], watch(alerts));
    await new Promise((resolve) => setTimeout(resolve));
  });

async function show(alerts: Alert[]) {
  const page = renderPage(<Banners />);
  await tell(page.client, alerts);
  return page;
}

beforeEach(() => {
  live.phase = "live";
  live.at = ago(1);
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
});
afterEach(() => {
  vi.unstubAllGlobals();
  window.localStorage.clear();
});

it("says that the page is not live before it tells of the past, and the past on request", async () => {
  live.phase = "waiting";
  await show([alert("blind", 30, 5)]);
  expect(screen.getByTestId("banner-not-live").textContent).toContain("Not live since");
  expect(screen.queryByTestId("banner-blind")).toBeNull();
  fireEvent.click(screen.getByText("+1 more"));
  expect(screen.getByTestId("banner-blind").textContent).toContain("was interrupted from");
  expect(screen.getByText("Show less").getAttribute("aria-expanded")).toBe("true");
});

it("shows an open blindness first, with the number of others", async () => {
  live.phase = "waiting";
  await show([alert("blind", 30, null), alert("queued", 2, null)]);
  expect(screen.getByTestId("banner-blind").textContent).toContain("has been blind since");
  expect(screen.getByText("+2 more")).toBeTruthy();
});

it("announces as an alert only what becomes wrong while the page is open", async () => {
  const { client } = await show([alert("blind", 30, 5), alert("impaired", 20, null)]);
  expect(screen.queryAllByRole("alert")).toEqual([]);
  expect(screen.getByTestId("banner-impaired").getAttribute("role")).toBe("status");
  await tell(client, [alert("blind", 0, null)]);
  expect(screen.getByRole("alert").dataset.testid).toBe("banner-blind");
  await tell(client, [alert("blind", 3, 1)]);
  expect(screen.getByTestId("banner-blind").getAttribute("role")).toBeNull();
});

it("tells nothing of what ended more than 15 minutes ago", async () => {
  await show([alert("blind", 60, 16), alert("lost", 90, 20)]);
  expect(screen.queryByTestId("banners")).toBeNull();
});

it("tells a loss that is over as past also to those who may not know its size", async () => {
  const { client } = renderPage(<Banners />);
  await act(async () => {
    client.setQueryData(["watch"], watch([alert("lost", 20, null)], ago(15)));
    await new Promise((resolve) => setTimeout(resolve));
  });
  expect(screen.getByTestId("banner-lost").textContent).toContain("dropped messages between");
});
