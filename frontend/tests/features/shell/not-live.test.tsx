// @vitest-environment jsdom
import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NotLiveMark, useNotLive } from "@/features/shell/not-live";
import { StateMark } from "@/parts/state-mark";
import { NOON } from "../../make";
import { ME, renderPage } from "../../page";

const live = vi.hoisted(() => ({ phase: "live", until: null as number | null }));
vi.mock("@/data/live/live", () => ({ useLiveness: () => ({ ...live, requested: true }) }));

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
});
afterEach(() => {
  live.phase = "live";
  live.until = null;
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
