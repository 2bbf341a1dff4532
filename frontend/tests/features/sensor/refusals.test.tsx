// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ledgerOf, refusedWords } from "@/features/sensor/refusal-words";
import { Refusals } from "@/features/sensor/refusals";
import type { Range } from "@/time/range";
import type { Me, Refusal } from "@/domain/types";
import { eventually } from "../../eventually";
import { makeSensor, NOON } from "../../make";
import { ME, renderPage } from "../../page";

const CONFLICT: Refusal = {
  reason: "conflict",
  title: "Conflicting value for the same time",
  cure: "Send milliseconds; do two probes share a channel?",
  devices: ["probe-1"],
  count: 40,
  last_day: 12,
};
const OPERATOR: Me = { ...ME, sites: [{ slug: "linden-pharmacy", role: "operator" }] };

let items: Refusal[];
let asked: URL[];

beforeEach(() => {
  items = [CONFLICT];
  asked = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(new URL(request.url));
    return Promise.resolve(Response.json({ items }));
  });
});

afterEach(() => vi.unstubAllGlobals());

const open = (me: Me, range: Range = { from: NOON - 7, to: NOON }) =>
  renderPage(<Refusals sensor={makeSensor()} range={range} />, { me });

it("says what was refused, why, and what to do", async () => {
  open(ME);
  const panel = await screen.findByTestId("refusals");
  expect(panel.textContent).toBe(
    "12 rejects of the last 24 h and 40 of the range shown" +
      "Conflicting value for the same time. Send milliseconds; do two probes share a channel?",
  );
  expect(screen.queryByRole("link")).toBeNull();
  expect(asked[0]?.pathname).toBe("/api/v1/sensors/linden-pharmacy/vaccine-fridge/rejects");
  expect(asked[0]?.search).toBe(`?from=${NOON - 7}&to=${NOON}`);
});

it("leads operators to the rejects of the device", async () => {
  items = [CONFLICT, { ...CONFLICT, reason: "not_json", title: "Neither", last_day: 1, count: 1 }];
  open(OPERATOR, { follow: "24h" });
  const link = await screen.findByRole("link", { name: "Show the rejects of probe-1" });
  expect(link.getAttribute("href")).toBe("/ledger?device=probe-1");
  const text = screen.getByTestId("refusals").textContent;
  expect(text).toContain("13 rejects of the last 24 h");
  expect(text).toContain("Neither, 1.");
});

it("shows nothing if nothing was refused", async () => {
  items = [{ ...CONFLICT, count: 0, last_day: 0 }];
  open(OPERATOR);
  await eventually(() => expect(asked).toHaveLength(1));
  expect(screen.queryByTestId("refusals")).toBeNull();
});

it("tells one from many, and a day from a range", () => {
  const words = (last_day: number, count: number, isDay = false) =>
    refusedWords([{ ...CONFLICT, last_day, count }], isDay);
  expect(words(1, 1, true)).toBe("1 reject of the last 24 h");
  expect(words(1, 0)).toBe("1 reject of the last 24 h");
  expect(words(1, 9)).toBe("1 reject of the last 24 h and 9 of the range shown");
  expect(words(0, 1)).toBe("1 reject of the range shown");
  expect(words(0, 2000)).toBe("2,000 rejects of the range shown");
});

it("opens the ledger where the rejects are", () => {
  expect(ledgerOf("probe-1", [CONFLICT])).toBe("/ledger?device=probe-1");
  expect(ledgerOf("probe-1", [{ ...CONFLICT, last_day: 0 }])).toBe(
    "/ledger?range=30d&device=probe-1",
  );
});
