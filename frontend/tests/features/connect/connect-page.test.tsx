// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ConnectPage } from "@/features/connect/connect-page";
import type { Channel, DeviceDetail } from "@/domain/types";
import { eventually } from "../../eventually";
import { NOON } from "../../make";
import { makeChannel, makeDeviceDetail, makeDiagnosis } from "../../make-device";
import { ME, renderPage } from "../../page";

const navigation = vi.hoisted(() => ({ search: new URLSearchParams() }));
vi.mock("next/navigation", () => ({
  usePathname: () => "/devices/connect",
  useSearchParams: () => navigation.search,
  useRouter: () => ({ push: vi.fn(), prefetch: vi.fn() }),
}));

const PASSWORD = "kV7r-m2Qx";
const BROKER = {
  administration: "mosquitto",
  host: "mqtt.example",
  port: 1883,
  tls_port: null,
  ca: null,
  seen: NOON,
  connected: true,
  error: null,
};
const HEARD: Channel = makeChannel({
  state: "proposed",
  created: NOON,
  last: { measured: NOON, received: NOON, value: 12.62, quality: 0 },
});

let device: DeviceDetail;
let sites: object[];
let posted: [string, unknown][];
let refuse: Response | null;

beforeEach(() => {
  navigation.search = new URLSearchParams();
  device = makeDeviceDetail({ name: "vaccine-fridge", label: "Vaccine fridge", site: "linden" });
  sites = [];
  posted = [];
  refuse = null;
  window.history.replaceState = (_state, _title, url) => {
    navigation.search = new URL(String(url), "http://localhost").searchParams;
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "POST") {
      posted.push([pathname, await request.json().catch(() => null)]);
      if (pathname === "/api/v1/sites") {
        sites = [{ slug: "linden", name: "Linden", time_zone: "UTC", role: "manager", sensors: 0 }];
        return Response.json(sites[0], { status: 201 });
      }
      const answer = refuse;
      refuse = null;
      return answer ?? Response.json({ device, password: PASSWORD }, { status: 201 });
    }
    if (pathname === "/api/v1/broker") return Response.json(BROKER);
    if (pathname === `/api/v1/devices/${device.name}`) return Response.json(device);
    if (pathname.endsWith("/diagnosis")) return Response.json(makeDiagnosis());
    if (pathname === "/api/v1/sites") return Response.json({ items: sites, next: null });
    return Response.json({ items: [], next: null });
  });
});

afterEach(() => vi.unstubAllGlobals());

const admin = { me: { ...ME, admin: true, sites: [] } };

it("creates a site and a device with two typed fields, and shows the password once", async () => {
  const user = userEvent.setup();
  renderPage(<ConnectPage />, admin);
  await user.type(await screen.findByLabelText("Site name"), "Linden");
  await user.type(screen.getByLabelText("Device label"), "Vaccine fridge{Enter}");
  await eventually(() => expect(posted.length).toBe(2));
  expect(posted).toEqual([
    ["/api/v1/sites", expect.objectContaining({ name: "Linden" })],
    ["/api/v1/devices", expect.objectContaining({ site: "linden", name: "vaccine-fridge" })],
  ]);
  expect(navigation.search.get("device")).toBe("vaccine-fridge");
});

it("says beside the field that a name is taken, and does not create the site again", async () => {
  const user = userEvent.setup();
  refuse = Response.json(
    { type: "urn:conflict", title: "Conflict", errors: [{ field: "name", message: "is taken" }] },
    { status: 409 },
  );
  renderPage(<ConnectPage />, admin);
  await user.type(await screen.findByLabelText("Site name"), "Linden");
  await user.type(screen.getByLabelText("Device label"), "Fridge{Enter}");
  expect(await screen.findByText("This is taken.")).toBeDefined();
  const name = screen.getByLabelText("MQTT name");
  expect(name.getAttribute("aria-invalid")).toBe("true");
  await user.clear(name);
  await user.type(name, "fridge-2{Enter}");
  await eventually(() =>
    expect(posted.map(([path]) => path)).toEqual([
      "/api/v1/sites",
      "/api/v1/devices",
      "/api/v1/devices",
    ]),
  );
});

it("turns to the first message within a second, without a reload", async () => {
  navigation.search = new URLSearchParams({ device: device.name });
  renderPage(<ConnectPage />, admin);
  expect(await screen.findByText("Waiting for its first message…")).toBeDefined();
  expect(screen.getByText("The password is no longer shown")).toBeDefined();
  device = { ...device, channels: [HEARD] };
  expect(await screen.findByText("First message received", {}, { timeout: 30_000 })).toBeDefined();
  expect(screen.getByTestId("received").textContent).toContain("12.6");
  expect(screen.getByRole("button", { name: "Adopt" })).toBeDefined();
});

it("makes a new password when the old one is gone, and asks before it is lost", async () => {
  navigation.search = new URLSearchParams({ device: device.name });
  const user = userEvent.setup();
  const page = renderPage(<ConnectPage />, admin);
  await user.click(await screen.findByRole("button", { name: "Make a new password" }));
  expect(await screen.findByDisplayValue(PASSWORD)).toBeDefined();
  expect(screen.getByLabelText("Program for mosquitto_pub").textContent).toContain(PASSWORD);
  expect(
    JSON.stringify(
      page.client
        .getQueryCache()
        .getAll()
        .map((query) => query.state.data),
    ),
  ).not.toContain(PASSWORD);
  await user.click(screen.getByRole("link", { name: "Devices" }));
  expect(await screen.findByText("Leave without the password?")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Stay" }));
  await user.click(screen.getByRole("button", { name: "Copy password" }));
  // the clipboard answers later than the click, and only then is nothing to be lost
  await eventually(() => {
    const leaving = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(false);
  });
});

it("is for managers", () => {
  renderPage(<ConnectPage />);
  expect(screen.getByText("Devices are connected by site managers")).toBeDefined();
});
