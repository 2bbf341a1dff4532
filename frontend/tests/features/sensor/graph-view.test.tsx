// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SensorPage } from "@/features/sensor/sensor-page";
import type { Excursion, Statistics } from "@/domain/types";
import { makeExcursion, makeSensor, makeSensorDetail, makeSeries, NOON } from "../../make";
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
    useSearchParams: () => new URLSearchParams(useSyncExternalStore(listen, read)),
  };
});
// jsdom has no canvas; the graph is tested on its own and in a real browser.
vi.mock("@/parts/graph/graph", () => ({ Graph: () => <div data-testid="graph" /> }));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = { from: NOON - 12 * HOUR, to: NOON + 12 * HOUR };
const FIRST = makeExcursion({ from: NOON - 2 * HOUR, to: NOON - 2 * HOUR + 20 * MINUTE });
const LAST = makeExcursion();

const times = Array.from({ length: 25 }, (_, i) => DAY.from + i * HOUR);
let items: Excursion[];
let total: number;
let asked: URL[];

let recalculating: boolean;
const beyond = (side: "above" | "below") => {
  const excursions = items.filter((item) => item.side === side);
  const seconds = excursions.reduce((sum, item) => sum + item.seconds, 0);
  return { seconds, times: excursions.length, open: false };
};

const figures = (): Statistics => ({
  sensor: "linden-pharmacy/vaccine-fridge",
  recalculating,
  n: 25,
  expected: 25,
  uncounted: 0,
  coverage: 1,
  unknown_s: 0,
  mean: 5,
  min: { value: 3, time: NOON },
  max: { value: 9.2, time: NOON },
  above: beyond("above"),
  below: beyond("below"),
});

function answer(url: URL): unknown {
  const [from, to] = ["from", "to"].map((name) => Number(url.searchParams.get(name)));
  const range = { from, to };
  if (url.pathname.endsWith("/series")) {
    const limits = [{ since: 0, low: 2, high: 8 }];
    return { ...range, bucket_ms: null, sensors: [makeSeries(times, { limits })] };
  }
  if (url.pathname.endsWith("/statistics")) return { ...range, sensors: [figures()] };
  if (url.pathname.endsWith("/excursions")) {
    const sensor = figures().sensor;
    return { ...range, sensors: [{ sensor, total, more: total > items.length, items }] };
  }
  if (url.pathname.endsWith("/rejects")) return { items: [] };
  return makeSensorDetail();
}

beforeEach(() => {
  recalculating = false;
  vi.useFakeTimers({ now: NOON + 24 * HOUR, toFake: ["Date"] });
  items = [LAST, FIRST];
  total = 2;
  asked = [];
  vi.stubGlobal("fetch", (request: Request) => {
    const url = new URL(request.url);
    asked.push(url);
    return Promise.resolve(Response.json(answer(url)));
  });
  const push = window.history.pushState.bind(window.history);
  vi.spyOn(window.history, "pushState").mockImplementation((data, unused, url) => {
    push(data, unused, url);
    address.changed();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const go = (search: string) => window.history.replaceState(null, "", `/sensors/a/b?${search}`);
const here = () => Object.fromEntries(new URLSearchParams(window.location.search));
const words = (element: Element | null | undefined) =>
  (element?.textContent ?? "").replaceAll("\u00a0", " ");

let page: ReturnType<typeof renderPage>;
function open(search = `from=${DAY.from}&to=${DAY.to}`) {
  go(search);
  page = renderPage(<SensorPage id="linden-pharmacy/vaccine-fridge" requestedAt={null} />, {
    sensors: [makeSensor()],
  });
  return screen.findByTestId("excursions");
}

it("lists the excursions newest first, in agreement with the figures", async () => {
  const list = within(await open());
  const entries = (await list.findAllByRole("link")).map(words);
  expect(entries).toEqual([
    "Above limit 13:00 to 13:1010 min9.2 °C at 13:01, high limit 8.0",
    "Above limit 11:00 to 11:2020 min9.2 °C at 11:01, high limit 8.0",
  ]);
  expect(list.getByRole("heading", { level: 3 }).textContent).toBe("Mon 23 Nov");
  expect(words(await screen.findByTestId("stat-above"))).toBe("Above limit30 min2 times");
});

it("steps over whole days of the site, however long, by button and key", async () => {
  const user = userEvent.setup();
  const [begin, end] = [Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22)];
  await open(`from=${begin}&to=${end}`);
  await user.click(screen.getByRole("button", { name: "Earlier" }));
  expect(here()).toEqual({ from: String(Date.UTC(2026, 2, 27, 23)), to: String(begin) });
  await user.keyboard("]]");
  expect(here()).toEqual({ from: String(end), to: String(Date.UTC(2026, 2, 30, 22)) });
});

it("says while history is recalculated, until it is done", async () => {
  recalculating = true;
  await open();
  const note = await screen.findByText("Recalculating after a change…");
  expect(note.closest("[role=status]")).not.toBeNull();
  recalculating = false;
  for (const queryKey of [["series"], ["statistics"], ["excursions"]])
    await page.client.refetchQueries({ queryKey });
  await waitFor(() => expect(screen.queryByText("Recalculating after a change…")).toBeNull());
});

it("zooms to an excursion by Enter, limits the table to it, and goes back", async () => {
  const user = userEvent.setup();
  const list = within(await open());
  const [newest] = await list.findAllByRole("link");
  newest?.focus();
  await user.keyboard("{ArrowDown}{Enter}");
  expect(here()).toEqual({
    from: String(FIRST.from - 10 * MINUTE),
    to: String(FIRST.to + 10 * MINUTE),
    excursion: `${FIRST.from}-${FIRST.to}`,
    back: `${DAY.from}-${DAY.to}`,
  });
  expect(list.getAllByRole("link", { current: true })).toHaveLength(1);

  await user.click(screen.getByRole("tab", { name: "Table" }));
  expect(here().excursion).toBe(`${FIRST.from}-${FIRST.to}`);
  const table = within(await screen.findByTestId("series-table"));
  expect(table.getAllByRole("row")).toHaveLength(2);
  await user.click(screen.getByRole("link", { name: "Show all rows" }));
  expect(here().excursion).toBeUndefined();
  expect(table.getAllByRole("row").length).toBeGreaterThan(2);

  await user.click(list.getAllByRole("link")[0] as HTMLElement);
  await user.click(list.getByTestId("excursion-back"));
  expect(here()).toMatchObject({ tab: "table" });
  expect(here().excursion).toBeUndefined();
});

it("shows an excursion from its address, and where the reader came from", async () => {
  const list = within(
    await open(
      `from=${FIRST.from}&to=${FIRST.to}&excursion=${FIRST.from}-${FIRST.to}&back=7d&tab=table`,
    ),
  );
  expect(words(await list.findByTestId("excursion-back"))).toBe("Back to the last 7 d");
  expect(screen.getByTestId("only-excursion")).toBeTruthy();
  await userEvent.click(list.getByTestId("excursion-back"));
  expect(here()).toEqual({ tab: "table", range: "7d" });
});

it("ends the limitation to an excursion with another range", async () => {
  await open(`from=${FIRST.from}&to=${FIRST.to}&excursion=${FIRST.from}-${FIRST.to}&back=7d`);
  await userEvent.click(await screen.findByRole("button", { name: "30 d" }));
  expect(here()).toEqual({ range: "30d" });
});

it("links a figure to its excursion", async () => {
  items = [FIRST];
  total = 1;
  await open();
  await userEvent.click(await screen.findByRole("link", { name: "once" }));
  expect(here().excursion).toBe(`${FIRST.from}-${FIRST.to}`);
});

it("offers those that are not listed", async () => {
  total = 40;
  const list = within(await open());
  await userEvent.click(await list.findByRole("button", { name: "38 more" }));
  const wanted = await vi.waitFor(() => {
    const last = asked.findLast((url) => url.pathname.endsWith("/excursions"));
    expect(last?.searchParams.get("limit")).toBe("1000");
    return screen.getByTestId("excursions-more");
  });
  expect(words(wanted)).toContain("38 more, earlier in this range");
});

it("says so if there are none", async () => {
  items = [];
  total = 0;
  const list = within(await open());
  expect((await list.findByTestId("no-excursions")).textContent).toBe(
    "Never out of limits in this range.",
  );
});
