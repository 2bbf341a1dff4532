// @vitest-environment jsdom
import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NotLiveMark, useNotLive } from "@/features/shell/not-live";
import { Zones } from "@/data/zones";
import { RailFoot } from "@/features/shell/rail-foot";
import { LiveBanner } from "@/features/shell/live-banner";
import { StateMark } from "@/parts/state-mark";
import { NOON } from "../../make";
import { ME, renderPage } from "../../page";

const live = vi.hoisted(() => ({ phase: "live", until: null as number | null }));
vi.mock("@/data/live/live", () => ({
  useLiveness: () => ({ ...live, requested: true }),
  useLive: () => ({ ...live, lastHeard: live.until, nextTry: null, problem: null }),
}));

function Shell() {
  useNotLive();
  return (
    <>
      <NotLiveMark />
      <StateMark state="in_range" pill />
    </>
  );
}
const shell = () => renderPage(<Shell />, { me: { ...ME, time_zone: "Europe/Vienna" } });

beforeEach(() => {
  document.title = "Overview · Isotherm";
  vi.setSystemTime(NOON + 60_000);
});
afterEach(() => {
  live.phase = "live";
  live.until = null;
  vi.useRealTimers();
});

it("says nothing while the page is live", () => {
  shell();
  expect(screen.queryByTestId("not-live")).toBeNull();
  expect(document.title).toBe("Overview · Isotherm");
  expect(document.documentElement.dataset.notLive).toBeUndefined();
});

it("marks the document, its title and every state with the time, until the page is live again", async () => {
  live.phase = "waiting";
  live.until = NOON;
  const { rerender } = shell();
  expect(screen.getByTestId("not-live").textContent).toContain("13:00");
  expect(screen.getByText("In range, as of 13:00")).toBeTruthy();
  expect(document.documentElement.dataset.notLive).toBe("");
  expect(document.title).toBe("As of 13:00 · Overview · Isotherm");
  act(() => {
    document.title = "Compare · Isotherm";
  });
  await waitFor(() => expect(document.title).toBe("As of 13:00 · Compare · Isotherm"));
  rerender(<p>gone</p>);
  expect(document.title).toBe("Compare · Isotherm");
  expect(document.documentElement.dataset.notLive).toBeUndefined();
});

const SITE = "Europe/Vienna";
const OTHER = "Asia/Kathmandu";

function Page({ of }: { of: string[] }) {
  return (
    <Zones of={of}>
      <NotLiveMark />
      <LiveBanner />
      <StateMark state="in_range" pill />
      <RailFoot />
    </Zones>
  );
}
const said = () => document.body.textContent.match(/(?<!UTC[+-])\d\d:\d\d/g) ?? [];

it("says everywhere on a page the same time, in the zone of the page's other times", () => {
  live.phase = "waiting";
  live.until = NOON;
  const { unmount } = renderPage(<Page of={[SITE]} />);
  // The mark in long and short, the banner's title and text, the state, and the rail's foot.
  expect(said()).toEqual(Array.from({ length: 6 }, () => "13:00"));
  unmount();
  renderPage(<Page of={[SITE, OTHER]} />);
  expect(new Set(said()).size).toBe(1);
  expect(screen.getByTestId("banner-not-live").textContent).toMatch(/\d\d:\d\d\sUTC/);
});

it("says the day once that is over", () => {
  live.phase = "waiting";
  live.until = NOON;
  vi.setSystemTime(NOON + 86_400_000);
  shell();
  expect(screen.getByText("In range, as of Mon 13:00")).toBeTruthy();
});
