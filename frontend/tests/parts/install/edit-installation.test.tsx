// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EditInstallation } from "@/parts/install/edit-installation";
import { eventually } from "../../eventually";
import { makeSensor } from "../../make";
import { renderPage } from "../../page";

const FROM = Date.UTC(2026, 10, 20, 8, 0, 13);
const TO = Date.UTC(2026, 10, 22, 8, 30);
let sent: unknown[];

beforeEach(() => {
  sent = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(await request.json());
    return Response.json({});
  });
});
afterEach(() => vi.unstubAllGlobals());

function form() {
  renderPage(
    <EditInstallation
      sensor={makeSensor()}
      installation={{
        id: 1,
        sensor: makeSensor().id,
        device: "probe-1",
        channel: "temperature",
        from: FROM,
        to: TO,
        etag: '"1"',
      }}
      zone="Asia/Kathmandu"
      onDone={() => undefined}
    />,
  );
}

const field = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });
const save = () => screen.getByRole<HTMLButtonElement>("button", { name: "Save times" });

async function type(name: string, text: string) {
  await userEvent.clear(field(name));
  if (text) await userEvent.type(field(name), text);
}

it("shows 24 hours of the site's zone and sends only the time that was typed", async () => {
  form();
  expect(field("From").value).toBe("20 Nov 2026 13:45");
  expect(field("Until").value).toBe("22 Nov 2026 14:15");
  await type("Until", "22 Nov 2026 1830");
  await userEvent.click(save());
  await eventually(() => expect(sent).toEqual([{ to: Date.UTC(2026, 10, 22, 12, 45) }]));
});

it.each(["From", "Until"])("takes an unreadable time for an error in %s", async (name) => {
  form();
  await type(name, "26:10");
  expect(screen.getByRole("alert").textContent).toContain("such as 28 Nov 14:30");
  expect(save().disabled).toBe(true);
  await userEvent.type(field(name), "{Enter}");
  expect(sent).toEqual([]);
});

it("takes an empty field for no time", async () => {
  form();
  await type("Until", "");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByText(/^Empty: still installed/)).toBeTruthy();
  await userEvent.click(save());
  await eventually(() => expect(sent).toEqual([{ to: null }]));
});
