// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { ComparePage } from "@/features/compare/compare-page";
import type { Sensor } from "@/domain/types";
import { makeSensor } from "../../make";
import { renderPage } from "../../page";

const address = vi.hoisted(() => ({ changed: (): void => undefined }));
vi.mock("next/navigation", async () => {
  const { useSyncExternalStore } = await import("react");
  const read = () => window.location.search;
  const listen = (changed: () => void) => {
    address.changed = changed;
    return () => undefined;
  };
  return {
    useRouter: () => ({ push: vi.fn() }),
    usePathname: () => "/compare",
    useSearchParams: () => new URLSearchParams(useSyncExternalStore(listen, read)),
  };
});
// jsdom has no canvas; the graph is tested on its own and in a real browser.
vi.mock("@/parts/graph/graph", () => ({ Graph: () => <div data-testid="graph" /> }));

const SENSORS: Sensor[] = Array.from({ length: 9 }, (_, i) =>
  makeSensor({ id: `linden-pharmacy/s${i + 1}`, slug: `s${i + 1}`, name: `Sensor ${i + 1}` }),
);

const go = (search: string) => window.history.replaceState(null, "", `/compare?${search}`);
const here = () => window.location.search.slice(1);

beforeEach(() => {
  go("range=7d");
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  const push = window.history.pushState.bind(window.history);
  vi.spyOn(window.history, "pushState").mockImplementation((data, unused, url) => {
    push(data, unused, url);
    address.changed();
  });
  return () => vi.restoreAllMocks();
});

it("explains the empty page, and adds sensors by keyboard alone", async () => {
  renderPage(<ComparePage />, { sensors: SENSORS });
  expect(screen.getByTestId("nothing-compared").textContent).toContain("No sensors chosen yet");
  await userEvent.keyboard("a");
  const field = await screen.findByRole("combobox", { name: "Search sensors to compare" });
  await waitFor(() => expect(document.activeElement).toBe(field));
  await userEvent.keyboard("{ArrowDown}{Enter}{ArrowDown}{Enter}");
  expect(here()).toBe("sensor=linden-pharmacy/s2&sensor=linden-pharmacy/s3&range=7d");
  await userEvent.keyboard("{Enter}");
  expect(here()).toBe("sensor=linden-pharmacy/s2&range=7d");
});

it("refuses a ninth sensor with a reason", async () => {
  go(
    SENSORS.slice(0, 8)
      .map(({ id }) => `sensor=${id}`)
      .join("&"),
  );
  renderPage(<ComparePage />, { sensors: SENSORS });
  const before = here();
  await userEvent.keyboard("a");
  await userEvent.type(
    await screen.findByRole("combobox", { name: "Search sensors to compare" }),
    "sensor 9{Enter}",
  );
  expect(here()).toBe(before);
  expect(screen.getByText(/Eight sensors are chosen/)).toBeTruthy();
});

it("keeps the view in the address when a line is hidden or removed, or an earlier period is added", async () => {
  go("sensor=linden-pharmacy/s1&sensor=linden-pharmacy/s2&range=7d");
  renderPage(<ComparePage />, { sensors: SENSORS });
  const table = screen.getByTestId("compare-table");
  await userEvent.click(within(table).getByRole("checkbox", { name: "Draw Sensor 2" }));
  expect(here()).toBe("sensor=linden-pharmacy/s1&sensor=linden-pharmacy/s2&hidden=2&range=7d");
  await userEvent.click(within(table).getByRole("button", { name: "Remove Sensor 1" }));
  expect(here()).toBe("sensor=linden-pharmacy/s2&colours=2&hidden=2&range=7d");
  await userEvent.keyboard("b");
  expect(here()).toContain("before=range");
});

it("reports a missing sensor, and removes it on request", async () => {
  go("sensor=linden-pharmacy/s1&sensor=else/where&range=7d");
  renderPage(<ComparePage />, { sensors: SENSORS });
  expect(screen.getByText(/else\/where: removed, or at a site you have no access to/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Remove it" }));
  expect(here()).toBe("sensor=linden-pharmacy/s1&range=7d");
});

it("waits for no graph if none of the sensors is shown", () => {
  go("sensor=else/where&range=7d");
  renderPage(<ComparePage />, { sensors: SENSORS });
  expect(screen.getByText(/else\/where: removed, or at a site you have no access to/)).toBeTruthy();
  expect(screen.queryByText("Loading")).toBeNull();
});
