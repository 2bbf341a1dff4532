// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DevicePage } from "@/features/devices/device-page";
import { eventually } from "../../eventually";
import { NOON, makeSensor } from "../../make";
import { makeChannel, makeDevice, makeDeviceDetail } from "../../make-device";
import { HUMIDITY } from "../../names";
import { ME, renderPage } from "../../page";
import { stubApi } from "./stub-api";

const SENSOR = makeSensor({ id: "clinic/fridge", site: "clinic", name: "Fridge" });
const INSTALLATIONS = "/api/v1/sensors/clinic/fridge/installations";
const OLD = {
  id: 1,
  sensor: SENSOR.id,
  device: "old-1",
  channel: "temperature",
  from: NOON,
  to: null,
  etag: '"i"',
};
const device = makeDeviceDetail({
  name: "old-1",
  site: "clinic",
  channels: [makeChannel({ installations: [OLD] }), makeChannel({ name: "spare" })],
});
const fresh = makeDeviceDetail({
  name: "new-1",
  site: "clinic",
  proposed_count: 1,
  channels: [makeChannel({ state: "proposed" })],
});
const busy = makeDeviceDetail({
  name: "busy-1",
  site: "clinic",
  serves: 1,
  ever_installed: true,
  sensors: [
    {
      sensor: "clinic/freezer-2",
      name: "Freezer 2",
      site_name: "Northgate",
      channel: "temperature",
    },
  ],
  channels: [
    makeChannel({
      installations: [{ ...OLD, id: 2, sensor: "clinic/freezer-2", device: "busy-1" }],
    }),
  ],
});
let sent: ReturnType<typeof stubApi>;

beforeEach(() => {
  Element.prototype.scrollIntoView = vi.fn();
  sent = stubApi(
    () => ({
      "/api/v1/devices": { items: [device, busy, fresh].map(makeDevice), next: null, total: 3 },
      "/api/v1/devices/old-1": device,
      "/api/v1/devices/new-1": fresh,
      "/api/v1/devices/busy-1": busy,
      [INSTALLATIONS]: { items: [OLD], next: null },
    }),
    () => Response.json({ ...OLD, device: "new-1" }, { status: 201 }),
  );
});
vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));
afterEach(() => vi.unstubAllGlobals());

const show = () => {
  renderPage(<DevicePage name="old-1" />, { me: { ...ME, admin: true }, sensors: [SENSOR] });
  return userEvent.setup();
};

it("replaces the device behind a sensor, with the only new one proposed", async () => {
  const user = show();
  await user.click(await screen.findByRole("button", { name: /Replace the device behind/ }));
  const card = await screen.findByTestId("replace-device");
  expect((await within(card).findByRole("option", { name: /^new-1\b/ })).ariaSelected).toBe("true");
  await user.click(await within(card).findByRole("button", { name: "Replace" }));
  await eventually(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({
    path: INSTALLATIONS,
    body: { device: "new-1", channel: "temperature", replace: true },
  });
});

it("marks a device that serves another sensor, and asks before it is taken away", async () => {
  const user = show();
  await user.click(await screen.findByRole("button", { name: /Replace the device behind/ }));
  const card = await screen.findByTestId("replace-device");
  const options = await within(card).findAllByRole("option");
  expect(options.at(-1)?.textContent).toBe("busy-1 serves Freezer 2 at Northgate");
  expect(within(card).getByText("Serves another sensor now")).toBeDefined();
  await user.click(within(card).getByRole("option", { name: /^busy-1\b/ }));
  await within(card).findByText("temperature, serves Freezer 2 at Northgate");
  await user.click(within(card).getByRole("button", { name: "Replace" }));
  expect(within(card).getByTestId("take-away").textContent).toContain(
    "busy-1/temperature supplies Freezer 2 at Northgate now.",
  );
  expect(sent).toEqual([]);
  await user.click(within(card).getByRole("button", { name: "Take it away and replace" }));
  await eventually(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ body: { device: "busy-1", replace: true } });
});

it("installs a channel without a sensor on one of the home site", async () => {
  const user = show();
  await user.click(await screen.findByRole("button", { name: "Install spare on a sensor" }));
  const card = await screen.findByTestId("install-channel");
  await user.click(within(card).getByRole("option", { name: /Fridge/ }));
  await user.click(within(card).getByRole("button", { name: "Replace" }));
  await eventually(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({
    body: { device: "old-1", channel: "spare", replace: true },
  });
});

it("sets fault values and a plausible range, and shows what the server refuses", async () => {
  const probe = makeDeviceDetail({ name: "old-1", site: "clinic", channels: [makeChannel()] });
  const patches: unknown[] = [];
  stubApi(
    () => ({ "/api/v1/devices/old-1": probe }),
    ({ body, etag }) => {
      patches.push([etag, body]);
      const message = "has to be above the high limit of Oven, 250 °C";
      return patches.length > 1
        ? Response.json(makeChannel())
        : Response.json(
            { title: "Invalid field", errors: [{ field: "plausible_high", message }] },
            { status: 422 },
          );
    },
  );
  renderPage(<DevicePage name="old-1" />, { me: { ...ME, admin: true } });
  const user = userEvent.setup();
  await user.click(
    await screen.findByRole("button", { name: "Fault values and range of temperature" }),
  );
  const card = within(screen.getByTestId("channel-settings"));
  await user.type(card.getByLabelText("Own fault values"), "999 -9");
  expect(card.getByText(/A place can really be at −9/)).toBeDefined();
  await user.type(card.getByLabelText("to, °C"), "40");
  await user.click(card.getByRole("button", { name: "Save" }));
  expect(card.getByText(/Must be 60.0 °C or hotter/)).toBeDefined();
  expect(patches).toEqual([]);
  await user.clear(card.getByLabelText("to, °C"));
  await user.type(card.getByLabelText("to, °C"), "150");
  await user.click(card.getByRole("button", { name: "Save" }));
  expect(await card.findByText(/above the high limit of Oven, 250 °C/)).toBeDefined();
  await user.click(card.getByRole("button", { name: "Save" }));
  await eventually(() => expect(screen.queryByTestId("channel-settings")).toBeNull());
  expect(patches).toEqual(Array(2).fill(['"2"', { fault_values: [999, -9], plausible_high: 150 }]));
});

it("says of a channel that it is probably no temperature, and shows its number as it was sent", async () => {
  const last = { measured: NOON, received: NOON, value: 41, quality: 0 };
  const humid = makeChannel({ name: "humidity", state: "proposed", name_says: HUMIDITY, last });
  const probe = makeDeviceDetail({ name: "old-1", site: "clinic", channels: [humid] });
  stubApi(() => ({ "/api/v1/devices/old-1": probe }));
  renderPage(<DevicePage name="old-1" />, { me: { ...ME, admin: true } });
  const line = (await screen.findByTestId("channels")).querySelector("tbody tr");
  expect(line?.textContent).toContain("Probably not a temperature: its name is humidity.");
  expect(line?.querySelector('[data-label="Latest"]')?.textContent).toMatch(/^41(?!\.0 °C)/);
});
