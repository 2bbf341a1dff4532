// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DevicesPage } from "@/features/devices/devices-page";
import { makeDevice } from "../../make-device";
import { ME, renderPage } from "../../page";
import { followAddress } from "./address";

vi.mock("next/navigation", async () => (await import("./address")).navigation);

const PAGE = 100;
const all = Array.from({ length: 2000 }, (_, i) =>
  makeDevice({ name: `probe-${String(i).padStart(4, "0")}`, site: "clinic" }),
);
let asked: URLSearchParams[] = [];

beforeEach(() => {
  asked = [];
  followAddress("/devices");
  Element.prototype.scrollIntoView = vi.fn();
  vi.stubGlobal("fetch", (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/api/v1/devices")
      return Promise.resolve(Response.json({ items: [], next: null }));
    asked.push(searchParams);
    const q = searchParams.get("q") ?? "";
    const matching = all.filter(({ name }) => name.includes(q));
    const from = Number(searchParams.get("cursor") ?? 0);
    const next = from + PAGE < matching.length ? String(from + PAGE) : null;
    const items = matching.slice(from, from + PAGE);
    return Promise.resolve(Response.json({ items, next, total: matching.length }));
  });
});
afterEach(() => vi.unstubAllGlobals());

const rows = () => document.querySelectorAll("tr[data-device]");
const show = () => renderPage(<DevicesPage />, { me: { ...ME, admin: true } });
const scrollTo = (row: number) => {
  const body = screen.getAllByRole("rowgroup")[1];
  if (body) body.getBoundingClientRect = () => ({ top: -row * 52 }) as DOMRect;
  fireEvent.scroll(window);
};

it("renders the rows in view only, and fetches the next page as one scrolls", async () => {
  show();
  expect(await screen.findByText("2,000 devices")).toBeDefined();
  expect(rows().length).toBeLessThan(60);
  expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("2001");
  expect(asked).toHaveLength(1);
  scrollTo(80);
  await waitFor(() => expect(asked.map((query) => query.get("cursor"))).toEqual([null, "100"]));
  expect(await screen.findByText("200 of 2,000 loaded")).toBeDefined();
  expect(rows().length).toBeLessThan(60);
});

it("searches, filters and sorts on the server, and keeps that in the address", async () => {
  show();
  await screen.findByText("2,000 devices");
  const user = userEvent.setup();
  const box = screen.getByRole("searchbox");
  // at once, as a busy machine may pause between letters for longer than the page waits for the next
  act(() => {
    for (const value of ["p", "pr", "probe", "probe-0007"])
      fireEvent.change(box, { target: { value } });
  });
  expect(await screen.findByText("1 device")).toBeDefined();
  expect(window.location.search).toBe("?q=probe-0007");
  // One request for the whole word, not one for each letter.
  expect(asked.filter((query) => query.has("q"))).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Needs attention" }));
  await user.click(screen.getByRole("button", { name: "Last heard" }));
  await waitFor(() =>
    expect(Object.fromEntries(asked.at(-1) ?? [])).toMatchObject({
      q: "probe-0007",
      state: "problem",
      sort: "heard",
      order: "desc",
    }),
  );
  expect(window.location.search).toBe("?show=problem&q=probe-0007&sort=heard");
});

it("moves the focus with j and k", async () => {
  show();
  await screen.findByText("2,000 devices");
  const press = (key: string) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key });
  for (const key of ["j", "j", "j", "k"]) press(key);
  expect(document.activeElement?.textContent).toBe("probe-0001");
});

it("leads managers to registering, and viewers away", async () => {
  const links = () => screen.queryAllByRole("link").map((link) => link.getAttribute("href"));
  const { unmount } = renderPage(<DevicesPage />, {
    me: { ...ME, sites: [{ slug: "clinic", role: "operator" }] },
  });
  await screen.findByText("2,000 devices");
  expect(links()).not.toContain("/devices/connect");
  unmount();
  renderPage(<DevicesPage />, { me: { ...ME, sites: [{ slug: "clinic", role: "manager" }] } });
  await screen.findByText("2,000 devices");
  expect(links()).toEqual(expect.arrayContaining(["/devices/connect", "/devices/import"]));
  expect(links()).not.toContain("/devices/broker");
});
