// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { DevicePage } from "@/features/devices/device-page";
import { ME, renderPage } from "../../page";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** What the page says about a device. */
async function shown(changes: object): Promise<string> {
  vi.stubGlobal("fetch", (request: Request) =>
    Promise.resolve(
      Response.json(
        request.url.endsWith("/sites") ? { items: [], next: null } : { ...DEVICE, ...changes },
      ),
    ),
  );
  const { container, unmount } = renderPage(<DevicePage name={DEVICE.name} />, {
    me: { ...ME, admin: true },
  });
  await screen.findByText("Connection");
  const text = container.textContent.replaceAll("\u00a0", " ");
  unmount();
  return text;
}

const DEVICE = {
  name: "clinic-log-2",
  label: "Logger",
  site: null,
  state: "known",
  model: null,
  serial: null,
  firmware: null,
  notes: null,
  time_zone: null,
  clock_skew_ms: null,
  connection: null,
  connection_at: null,
  offline_at: null,
  heard: null,
  created: 0,
  channel_count: 0,
  proposed_count: 0,
  role: "manager",
  etag: '"1"',
  channels: [],
};

it("shows a concurrent edit, and overwrites it only on request", async () => {
  let now = DEVICE;
  const sent: [etag: string | null, body: unknown][] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.url.endsWith("/sites")) return Response.json({ items: [], next: null });
    if (request.method === "GET") return Response.json(now);
    const etag = request.headers.get("if-match");
    sent.push([etag, await request.json()]);
    if (etag !== now.etag)
      return Response.json({ type: "urn:changed", title: "Changed" }, { status: 412 });
    now = { ...now, label: "Mine", etag: '"3"' };
    return Response.json(now);
  });
  const user = userEvent.setup();
  renderPage(<DevicePage name={DEVICE.name} />, { me: { ...ME, admin: true } });
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  const label = screen.getByRole("textbox", { name: "Label" });
  await user.clear(label);
  await user.type(label, "Mine");
  now = { ...DEVICE, label: "Theirs", etag: '"2"' };
  await user.click(screen.getByRole("button", { name: "Save" }));
  const raced = await screen.findByTestId("raced");
  expect(raced.textContent).toContain("Label is now Theirs; you were setting Mine.");
  await user.click(screen.getByRole("button", { name: "Use mine" }));
  expect(await screen.findByRole("heading", { name: "Mine" })).toBeDefined();
  expect(sent).toEqual([
    ['"1"', { label: "Mine" }],
    ['"2"', { label: "Mine" }],
  ]);
});

it("says whether a device is alive, by what it said and sent", async () => {
  const now = Date.now();
  expect(await shown({})).toContain("never heard");
  expect(await shown({ heard: now - 5 * 60_000 - 500 })).toContain("heard 5 min ago");
  const offline = { connection: "offline", connection_at: now - 3_600_000, heard: now - 7_200_000 };
  expect(await shown(offline)).toContain("Connectionoffline");
  const asleep = { connection: "asleep", connection_at: now - 60_000, heard: now - 61_000 };
  const sleeping = await shown({ ...asleep, offline_at: now + 60_000 });
  expect(sleeping).toContain("Connectionasleep");
  expect(sleeping).toContain("unless it reports");
  expect(sleeping).toContain("received 1 min ago");
  expect(await shown({ ...asleep, offline_at: now - 5000 })).toContain("Connectionoffline");
  const alive = { connection: "online", heard: now - 1000, offline_at: now + 60_000 };
  expect(await shown(alive)).toContain("said offline, but sent readings since");
});

it("says what is wrong with a clock, and with the newest reading of a channel", async () => {
  const channel = {
    name: "temperature",
    state: "known",
    unit: null,
    fault_list: true,
    created: 0,
    last: { measured: 0, received: 0, value: 4.2, quality: 16 },
    frozen: { value: 4.2, since: 0 },
    installations: [],
    etag: '"2"',
  };
  const text = await shown({ clock_skew_ms: -300_000, channels: [channel] });
  expect(text).toContain("lags by 5 min");
  expect(text).toContain("clock not set: placed by when it was published");
  expect(text).toContain("has sent exactly 4.2 °C since");
});

it("does not show a device as offline only because the page is old", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const asleep = () => ({
    ...DEVICE,
    connection: "asleep",
    connection_at: Date.now(),
    heard: Date.now() - 1000,
    offline_at: Date.now() + 40_000,
  });
  vi.stubGlobal("fetch", (request: Request) =>
    Promise.resolve(
      Response.json(request.url.endsWith("/sites") ? { items: [], next: null } : asleep()),
    ),
  );
  renderPage(<DevicePage name={DEVICE.name} />, { me: { ...ME, admin: true } });
  expect(await screen.findByText("asleep")).toBeDefined();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(screen.queryByText("asleep")).not.toBeNull();
});
