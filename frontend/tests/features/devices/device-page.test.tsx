// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { DevicePage } from "@/features/devices/device-page";
import { eventually } from "../../eventually";
import { NOON } from "../../make";
import { makeChannel, makeDeviceDetail } from "../../make-device";
import { ME, renderPage } from "../../page";
import { changed, stubApi } from "./stub-api";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  push.mockReset();
});

const DEVICE = makeDeviceDetail({ label: "Logger", site: "clinic", channel_count: 0 });
const PATH = `/api/v1/devices/${DEVICE.name}`;

const render = () => renderPage(<DevicePage name={DEVICE.name} />, { me: { ...ME, admin: true } });

/** What the page says about a device. */
async function shown(changes: object): Promise<string> {
  stubApi(() => ({ [PATH]: { ...DEVICE, ...changes } }));
  const { container, unmount } = render();
  await screen.findByText("Connection");
  const text = container.textContent.replaceAll("\u00a0", " ");
  unmount();
  return text;
}

it("shows a concurrent edit, and overwrites it only on request", async () => {
  let now = DEVICE;
  const sent = stubApi(
    () => ({ [PATH]: now }),
    ({ etag }) => {
      if (etag !== now.etag) return changed();
      now = { ...now, label: "Mine", etag: '"3"' };
      return Response.json(now);
    },
  );
  const user = userEvent.setup();
  render();
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
  expect(sent.map(({ etag, body }) => [etag, body])).toEqual([
    ['"1"', { label: "Mine" }],
    ['"2"', { label: "Mine" }],
  ]);
});

it("shows no time before the zones of sites are known", async () => {
  const sites = Promise.withResolvers<object>();
  const site = { slug: "clinic", name: "Clinic", time_zone: "Asia/Kathmandu" };
  const installation = {
    id: 1,
    sensor: "clinic/fridge",
    device: DEVICE.name,
    channel: "temperature",
    from: NOON,
    to: null,
    etag: '"1"',
  };
  const channels = [makeChannel({ installations: [installation] })];
  stubApi(() => ({ [PATH]: { ...DEVICE, channels }, "/api/v1/sites": sites.promise }));
  const { client, container } = render();
  const shown = new Set<string>();
  const look = () => container.querySelectorAll("time").forEach(({ title }) => shown.add(title));
  new MutationObserver(look).observe(container, { childList: true, subtree: true });
  await eventually(() =>
    expect(client.getQueryData(["device", DEVICE.name])).toMatchObject({ name: DEVICE.name }),
  );
  sites.resolve({ items: [site], next: null });
  await screen.findByText("Connection");
  await eventually(() => expect(shown.size).toBeGreaterThan(0));
  expect([...shown].filter((title) => !title.includes("Asia/Kathmandu"))).toEqual([]);
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
  const channel = makeChannel({
    last: { measured: 0, received: 0, value: 4.2, quality: 16 },
    frozen: { value: 4.2, since: 0 },
  });
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
  stubApi(() => ({ [PATH]: asleep() }));
  render();
  expect(await screen.findByText("asleep")).toBeDefined();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(screen.queryByText("asleep")).not.toBeNull();
});

it("shows the first channel of a new device soon", async () => {
  let now = { ...DEVICE, channels: [] as ReturnType<typeof makeChannel>[] };
  stubApi(() => ({ [PATH]: now }));
  render();
  await screen.findByText("Connection");
  expect(screen.queryByTestId("channels")).toBeNull();
  now = { ...DEVICE, channels: [makeChannel()] };
  expect(await screen.findByTestId("channels")).toBeDefined();
});

it("says what a new password does, shows it once, and follows it to the broker", async () => {
  let now = DEVICE;
  const waiting = { ...DEVICE.credential, state: "waiting" as const, version: 2 };
  const sent = stubApi(
    () => ({ [PATH]: now }),
    () => {
      now = { ...DEVICE, credential: waiting };
      return Response.json({ device: now, password: "abcde-fghjk" });
    },
  );
  const user = userEvent.setup();
  const { client } = render();
  await user.click(await screen.findByRole("button", { name: "New password" }));
  const card = screen.getByTestId("new-password");
  expect(card.textContent).toContain("is cut off as soon as the broker has the new password");
  expect(sent).toEqual([]);
  await user.click(within(card).getByRole("button", { name: "Make a new password" }));
  const panel = await screen.findByTestId("password");
  expect(within(panel).getByLabelText<HTMLInputElement>("Password").value).toBe("abcde-fghjk");
  expect(panel.textContent).toContain("Waiting for the broker");
  expect(sent).toMatchObject([{ method: "POST", path: `${PATH}/credential`, etag: '"1"' }]);
  now = { ...DEVICE, credential: { ...waiting, state: "applied" as const } };
  await eventually(() => expect(panel.textContent).toContain("The broker has it"));

  // Not copied: it is hidden only after a question, and nothing keeps it.
  await user.click(within(panel).getByRole("button", { name: "Done" }));
  await user.click(within(panel).getByRole("button", { name: "Hide it anyway" }));
  expect(screen.queryByTestId("password")).toBeNull();
  const kept = client.getMutationCache().getAll();
  expect(JSON.stringify(kept.map(({ state }) => state))).not.toContain("abcde");
});

it("disables a device and enables it again", async () => {
  let now = DEVICE;
  const sent = stubApi(
    () => ({ [PATH]: now }),
    ({ body }) => {
      const { disabled } = body as { disabled: boolean };
      now = { ...DEVICE, disabled: disabled ? 1000 : null };
      return Response.json(now);
    },
  );
  const user = userEvent.setup();
  render();
  await user.click(await screen.findByRole("button", { name: "Disable" }));
  const card = screen.getByTestId("disable-device");
  await user.click(within(card).getByRole("button", { name: "Disable" }));
  expect((await screen.findByTestId("device-state")).textContent).toBe("Disabled");
  await user.click(await screen.findByRole("button", { name: "Enable" }));
  await user.click(
    within(screen.getByTestId("disable-device")).getByRole("button", { name: "Enable" }),
  );
  await eventually(() =>
    expect(screen.getByTestId("device-state").textContent).toBe("No reading yet"),
  );
  expect(sent.map(({ body }) => body)).toEqual([{ disabled: true }, { disabled: false }]);
});

it("removes a device only once its name is typed, and says first what happens", async () => {
  const sent = stubApi(
    () => ({ [PATH]: DEVICE }),
    () => new Response(null, { status: 204 }),
  );
  const user = userEvent.setup();
  render();
  await user.click(await screen.findByRole("button", { name: "Remove" }));
  const card = screen.getByTestId("remove-device");
  expect(card.textContent).toContain("its readings stay");
  const remove = within(card).getByRole("button", { name: "Remove" });
  expect(remove).toHaveProperty("disabled", true);
  await user.type(within(card).getByRole("textbox"), DEVICE.name);
  await user.click(remove);
  await eventually(() => expect(push).toHaveBeenCalledWith("/devices"));
  expect(sent).toMatchObject([{ method: "DELETE", path: PATH, etag: '"1"' }]);
});

it("offers operators no account, and nobody a password made elsewhere", async () => {
  const operator = await shown({ role: "operator" });
  for (const action of ["New password", "Disable", "Remove"])
    expect(operator).not.toContain(action);
  const elsewhere = { ...DEVICE.credential, state: "elsewhere", version: 0 };
  const text = await shown({ credential: elsewhere });
  expect(text).not.toContain("Make a password");
  expect(text).toContain("Isotherm does not administer this broker");
  expect(text).toContain("may publish below sensors/clinic-log-2/ only");
});
