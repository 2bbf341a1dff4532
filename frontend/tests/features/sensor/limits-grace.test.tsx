// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { Limits } from "@/features/sensor/limits";
import type { DatedLimits, Me } from "@/domain/types";
import { eventually } from "../../eventually";
import { makeSensor, NOON } from "../../make";
import { ME, renderPage } from "../../page";

const MANAGER: Me = { ...ME, sites: [{ slug: "linden-pharmacy", role: "manager" }] };
const DAY = 86_400_000;
const LIMITS = { low: 2, high: 8, set_by: "tomas", set_by_name: "Tomás Okafor", set_at: NOON };

let items: DatedLimits[];
let sent: unknown[];

beforeEach(() => {
  items = [
    { ...LIMITS, since: NOON, min_duration_s: 900, hysteresis: 0.5 },
    { ...LIMITS, since: NOON - DAY, min_duration_s: 0, hysteresis: 0 },
  ];
  sent = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "PUT") sent.push(await request.json());
    const path = new URL(request.url).pathname;
    if (path.endsWith("/limits")) return Response.json({ items, etag: '"1"' });
    if (path.endsWith("/changes")) return Response.json({ items: [], next: null });
    return Response.json({ title: "none" }, { status: 404 });
  });
});

const open = (me: Me) => renderPage(<Limits sensor={makeSensor()} zone="Europe/Vienna" />, { me });

it("lists the grace of limits, if some have one", async () => {
  open(MANAGER);
  const rows = within(await screen.findByTestId("limits")).getAllByRole("row");
  const cells = rows.map((row) => row.textContent.replaceAll("\u00a0", " "));
  expect(cells[1]).toContain("counts from 15 min, hysteresis 0.5 °C");
  expect(cells[2]).toContain("count at once");
});

it("sets a least duration in minutes, and a hysteresis in the reader's unit", async () => {
  const user = userEvent.setup();
  open({ ...MANAGER, unit: "F" });
  await user.click(await screen.findByRole("button", { name: "Set limits" }));
  const form = within(screen.getByTestId("limits-form"));
  const least = form.getByRole("textbox", { name: "Least duration, min" });
  const hysteresis = form.getByRole("textbox", { name: "Hysteresis, °F" });
  expect([least, hysteresis].map((field) => (field as HTMLInputElement).value)).toEqual([
    "15",
    "0.9",
  ]);
  await user.clear(least);
  await user.type(least, "1500");
  expect(form.getByText("Enter minutes, at most 1440.")).toBeDefined();
  await user.clear(least);
  await user.type(least, "7,5");
  await user.clear(hysteresis);
  await user.type(hysteresis, "5.4");
  expect(form.getByText("Must be less than half the distance between the limits.")).toBeDefined();
  expect(form.getByRole("button", { name: "Set limits" })).toHaveProperty("disabled", true);
  await user.clear(hysteresis);
  await user.type(hysteresis, "0.45");
  await user.click(form.getByRole("button", { name: "Set limits" }));
  await eventually(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ low: 2, high: 8, min_duration_s: 450, hysteresis: 0.25 });
});
