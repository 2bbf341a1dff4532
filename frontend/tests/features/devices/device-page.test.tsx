// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { DevicePage } from "@/features/devices/device-page";
import { ME, renderPage } from "../../page";

afterEach(() => vi.unstubAllGlobals());

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
