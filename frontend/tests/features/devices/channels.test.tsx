// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DevicePage } from "@/features/devices/device-page";
import { eventually } from "../../eventually";
import { NOON, makeSensor } from "../../make";
import { makeChannel, makeDevice, makeDeviceDetail } from "../../make-device";
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
let sent: ReturnType<typeof stubApi>;

beforeEach(() => {
  Element.prototype.scrollIntoView = vi.fn();
  sent = stubApi(
    () => ({
      "/api/v1/devices": { items: [makeDevice(device), makeDevice(fresh)], next: null, total: 2 },
      "/api/v1/devices/old-1": device,
      "/api/v1/devices/new-1": fresh,
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
  expect((await within(card).findByRole("option", { name: "new-1" })).ariaSelected).toBe("true");
  await user.click(await within(card).findByRole("button", { name: "Replace" }));
  await eventually(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({
    path: INSTALLATIONS,
    body: { device: "new-1", channel: "temperature", replace: true },
  });
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
