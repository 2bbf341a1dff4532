// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { Channels } from "@/features/devices/channels";
import type { DeviceDetail } from "@/domain/types";
import { NOON } from "../../make";
import { makeChannel, makeDeviceDetail } from "../../make-device";
import { renderPage } from "../../page";

afterEach(() => vi.unstubAllGlobals());

function show(changes: Partial<DeviceDetail>) {
  const sent: string[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    sent.push(new URL(request.url).pathname);
    return Promise.resolve(Response.json({}));
  });
  renderPage(<Channels device={makeDeviceDetail({ name: "gw", ...changes })} onDo={vi.fn()} />);
  return sent;
}

it("restores what is ignored or dismissed, and ignores what is not installed", async () => {
  const installed = { id: 1, sensor: "a/b", device: "gw", channel: "used", from: null, to: null };
  const sent = show({
    channels: [
      makeChannel({ name: "theirs", state: "ignored", ignored: true }),
      makeChannel({ name: "later", state: "proposed", dismissed: NOON }),
      makeChannel({ name: "new", state: "proposed" }),
      makeChannel({ name: "used", installations: [{ ...installed, etag: '"i"' }] }),
    ],
  });
  const user = userEvent.setup();
  expect(screen.getByText("ignored: counted, not stored")).toBeDefined();
  expect(screen.getByText("proposal dismissed")).toBeDefined();
  expect(screen.queryByRole("button", { name: /^(Ignore|Restore) used$/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Restore theirs" }));
  await user.click(screen.getByRole("button", { name: "Restore later" }));
  await user.click(screen.getByRole("button", { name: "Ignore new" }));
  expect(sent.filter((path) => path.includes("/proposals/"))).toEqual([
    "/api/v1/proposals/gw/theirs/restore",
    "/api/v1/proposals/gw/later/restore",
    "/api/v1/proposals/gw/new/ignore",
  ]);
});

it.each([
  [47, null],
  [48, "48 of 64 channels are in use"],
  [64, "64 of 64 channels are in use"],
])("warns of few channels left: %i of 64", (used, warning) => {
  show({ channels: [makeChannel()], channels_used: used });
  const room = screen.queryByTestId("channel-room");
  if (warning === null) expect(room).toBeNull();
  else expect(room?.textContent).toContain(warning);
});

it("names silent proposals, and where they are", () => {
  show({ channels: [], expired: 3 });
  expect(screen.getByText(/3 proposals of this device have expired/)).toBeDefined();
  expect(screen.getByRole("link", { name: "Show expired proposals" })).toBeDefined();
});
