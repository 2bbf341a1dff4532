// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Limits } from "@/features/sensor/limits";
import type { LimitsHistory, LimitsRecord, Me, SensorExcursions } from "@/domain/types";
import { eventually } from "../../eventually";
import { makeSensor, NOON } from "../../make";
import { ME, renderPage } from "../../page";

const MANAGER: Me = { ...ME, sites: [{ slug: "linden-pharmacy", role: "manager" }] };
const HOUR = 3_600_000;
const makeLimits = (changes: Partial<LimitsHistory["items"][number]> = {}) => ({
  since: NOON - HOUR,
  low: 2,
  high: 8,
  set_by: "tomas",
  set_by_name: "Tomás Okafor",
  set_at: NOON - HOUR,
  ...changes,
});

const makeExcursion = (value: number): SensorExcursions["items"][number] => ({
  side: "above",
  from: NOON - HOUR,
  to: NOON,
  open: false,
  before: false,
  seconds: 60,
  extreme: { value, time: NOON - HOUR },
  limit: 8,
  exact: true,
  times: 1,
});

const INTERVAL = { set_s: null, learned_s: 60, observed: null, contradicted: false, items: [] };

let limits: LimitsHistory;
let changes: LimitsRecord[];
let excursions: SensorExcursions;
let sent: { method: string; path: string; etag: string | null; body: unknown }[];

beforeEach(() => {
  limits = {
    items: [
      makeLimits(),
      makeLimits({ since: NOON - 48 * HOUR, low: null, high: 9, set_at: NOON - 48 * HOUR }),
    ],
    etag: '"1"',
  };
  changes = [];
  excursions = {
    sensor: "linden-pharmacy/vaccine-fridge",
    recalculating: false,
    total: 0,
    more: false,
    items: [],
  };
  sent = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method === "GET") {
      if (path.endsWith("/limits")) return Response.json(limits);
      if (path.endsWith("/limits/changes")) return Response.json({ items: changes, next: null });
      if (path.endsWith("/excursions"))
        return Response.json({ from: 0, to: 1, sensors: [excursions] });
      return Response.json({ ...INTERVAL, etag: '"i"' });
    }
    const etag = request.headers.get("if-match");
    const text = await request.text();
    sent.push({
      method: request.method,
      path: path + new URL(request.url).search,
      etag,
      body: text ? JSON.parse(text) : null,
    });
    if (path.endsWith("/limits") && etag !== limits.etag)
      return Response.json({ type: "urn:changed", title: "Changed" }, { status: 412 });
    return Response.json(
      path.endsWith("/interval") ? { ...INTERVAL, set_s: 60, etag: '"j"' } : limits,
    );
  });
});

afterEach(() => vi.unstubAllGlobals());

const open = (me = MANAGER) =>
  renderPage(<Limits sensor={makeSensor()} zone="Europe/Vienna" />, { me });

it("shows a viewer the history without buttons", async () => {
  open(ME);
  const rows = within(await screen.findByTestId("limits")).getAllByRole("row");
  expect(rows).toHaveLength(3);
  expect(rows[1]?.textContent).toContain("in force");
  expect(rows[1]?.textContent).toContain("Tomás Okafor");
  expect(rows[2]?.textContent).toContain("–");
  expect((await screen.findByTestId("interval")).textContent).toContain(
    "(learned from the readings)",
  );
  expect(screen.queryAllByRole("button")).toHaveLength(0);
});

it("sets limits in the reader's unit", async () => {
  const user = userEvent.setup();
  open({ ...MANAGER, unit: "F" });
  await user.click(await screen.findByRole("button", { name: "Set limits" }));
  const form = within(screen.getByTestId("limits-form"));
  const high = form.getByRole("textbox", { name: "High, °F" });
  expect((high as HTMLInputElement).value).toBe("46.4");
  await user.clear(high);
  await user.type(high, "30");
  expect(form.getByText("Must be above the low limit.")).toBeDefined();
  expect(form.getByRole("button", { name: "Set limits" })).toHaveProperty("disabled", true);
  await user.clear(high);
  await user.type(high, "45.5");
  await user.click(form.getByRole("button", { name: "Set limits" }));
  await eventually(() => expect(screen.queryByTestId("limits-form")).toBeNull());
  expect(sent).toEqual([
    {
      method: "PUT",
      path: "/api/v1/sensors/linden-pharmacy/vaccine-fridge/limits",
      etag: '"1"',
      body: { low: 2, high: 7.5, min_duration_s: 0, hysteresis: 0, since: null },
    },
  ]);
});

it("explains the effect of limits in the past", async () => {
  const user = userEvent.setup();
  open();
  await user.click(await screen.findByRole("button", { name: "Set limits" }));
  await user.click(screen.getByRole("button", { name: "Since a past time" }));
  const since = screen.getByLabelText("Since");
  await user.clear(since);
  await user.type(since, "2026-11-22T10:00");
  expect(screen.getByTestId("limits-form").textContent).toContain(
    "may be added. They apply until Mon 23 Nov 2026, 12:00",
  );
});

it("shows a concurrent edit, and overwrites it only on request", async () => {
  const user = userEvent.setup();
  open();
  await user.click(await screen.findByRole("button", { name: "Set limits" }));
  const form = within(screen.getByTestId("limits-form"));
  const high = form.getByRole("textbox", { name: "High, °C" });
  await user.clear(high);
  await user.type(high, "7.5");
  limits = {
    items: [makeLimits({ since: NOON, set_at: NOON, high: 8.5 }), ...limits.items],
    etag: '"2"',
  };
  await user.click(form.getByRole("button", { name: "Set limits" }));
  const raced = await screen.findByTestId("raced");
  expect(raced.textContent).toContain("These limits changed in the meantime");
  expect(raced.textContent).toContain(
    "Tomás Okafor set 2.0 to 8.5 °C at 13:00. You were setting 2.0 to 7.5 °C.",
  );
  await user.click(within(raced).getByRole("button", { name: "Use mine" }));
  await eventually(() => expect(screen.queryByTestId("limits-form")).toBeNull());
  expect(sent.map(({ etag }) => etag)).toEqual(['"1"', '"2"']);
});

it("deletes limits only after confirmation, which names the previous limits", async () => {
  const user = userEvent.setup();
  open();
  await user.click(await screen.findByRole("button", { name: /^Delete 2.0 to 8.0/ }));
  const card = within(screen.getByTestId("remove-limits"));
  expect(card.getByText(/the previous limits apply to that time: up to 9.0/)).toBeDefined();
  expect(sent).toEqual([]);
  await user.type(card.getByRole("textbox", { name: "Reason (optional)" }), " Wrong fridge ");
  await user.click(card.getByRole("button", { name: "Delete these limits" }));
  await eventually(() => expect(screen.queryByTestId("remove-limits")).toBeNull());
  expect(sent[0]).toMatchObject({
    method: "DELETE",
    etag: '"1"',
    path: expect.stringMatching(
      new RegExp(`/limits/${NOON - HOUR}\\?reason=Wrong%20fridge$`),
    ) as string,
  });
});

it("says how many excursions a deletion takes away", async () => {
  const user = userEvent.setup();
  excursions = {
    ...excursions,
    total: 2,
    items: [makeExcursion(8.5), makeExcursion(9.2)],
  };
  open();
  const button = await screen.findByRole("button", { name: /^Delete 2.0 to 8.0/ });
  expect(button.textContent).toBe("Delete");
  await user.click(button);
  const effect = await screen.findByText(/1 of 2 excursions since Mon 23 Nov 2026, 12:00/);
  expect(effect.textContent).toContain("will no longer count.");
  expect(screen.getByTestId("judgement-effect").textContent).not.toContain("stricter");
});

it("lists who set and deleted limits, and why", async () => {
  const before = { since: NOON - HOUR, low: 2, high: 8 };
  changes = [
    {
      at: NOON,
      by: "tomas",
      by_name: "Tomás Okafor",
      action: "deleted",
      before,
      after: null,
      reason: "Typed on the wrong fridge",
    },
    {
      at: NOON - HOUR,
      by: "ana",
      by_name: null,
      action: "set",
      before: null,
      after: before,
      reason: null,
    },
  ];
  open(ME);
  const listed = within(await screen.findByTestId("limits-changes")).getAllByRole("listitem");
  expect(listed.map(({ textContent }) => textContent)).toEqual([
    "Mon 23 Nov 2026, 13:00Tomás Okafor deleted 2.0 to 8.0 °C, which applied from Mon 23 Nov 2026, 12:00Typed on the wrong fridge",
    "Mon 23 Nov 2026, 12:00ana set 2.0 to 8.0 °C from then on",
  ]);
});

it("sets an interval for operators", async () => {
  const user = userEvent.setup();
  open({ ...ME, sites: [{ slug: "linden-pharmacy", role: "operator" }] });
  await user.click(await screen.findByRole("button", { name: "Change interval" }));
  expect(screen.queryByRole("button", { name: "Set limits" })).toBeNull();
  const form = within(screen.getByTestId("interval-form"));
  await user.click(form.getByRole("button", { name: "Set" }));
  await user.selectOptions(form.getByRole("combobox", { name: "Unit" }), "seconds");
  const every = form.getByRole("textbox", { name: "Every" });
  await user.clear(every);
  await user.type(every, "30");
  await user.click(form.getByRole("button", { name: "Save interval" }));
  await eventually(() => expect(screen.queryByTestId("interval-form")).toBeNull());
  expect(sent).toEqual([
    {
      method: "PUT",
      path: "/api/v1/sensors/linden-pharmacy/vaccine-fridge/interval",
      etag: '"i"',
      body: { interval_s: 30, since: null },
    },
  ]);
});
