// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { BrokerPage } from "@/features/broker/broker-page";
import type { AccountDifference, BrokerAccounts } from "@/domain/types";
import { NOON } from "../../make";
import { ME, renderPage } from "../../page";

afterEach(() => vi.unstubAllGlobals());

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
const ACCOUNTS: BrokerAccounts = {
  checked: NOON,
  generation: 12,
  broker_generation: 12,
  held: null,
  wanted: null,
  pending: 0,
  count: 0,
  differences: [],
};
const difference = (changes: Partial<AccountDifference>): AccountDifference => ({
  name: "fridge-1",
  kind: "missing",
  detail: "the broker has no such account",
  cure: "render",
  ...changes,
});

function show(accounts: Partial<BrokerAccounts>, admin = true, broker: object = {}): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method === "POST") asked.push(path);
    const answer = path.startsWith("/api/v1/broker/accounts")
      ? { ...ACCOUNTS, ...accounts, wanted: request.method === "POST" ? NOON : null }
      : { ...BROKER, ...broker };
    return Promise.resolve(Response.json(answer));
  });
  renderPage(<BrokerPage />, { me: { ...ME, admin } });
  return asked;
}

it("says that all is well, and compares on request", async () => {
  const asked = show({});
  expect(await screen.findByText("The broker has what the database wants")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Apply the database" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Compare now" }));
  expect(asked).toEqual(["/api/v1/broker/accounts/check"]);
  expect(await screen.findByText(/waiting for worker/)).toBeDefined();
});

it("says why nothing is mended after a restore, and what applying deletes", async () => {
  const surplus = difference({ kind: "surplus", name: "new-7", cure: "apply" });
  const asked = show({ held: NOON, count: 1, differences: [surplus], broker_generation: 40 });
  expect(await screen.findByText("The broker is ahead of the database")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Apply the database" }));
  expect(asked).toEqual([]);
  expect(screen.getByText(/1 account that only the broker has will be deleted/)).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Apply" }));
  expect(asked).toEqual(["/api/v1/broker/accounts/apply"]);
});

it("offers rendering, and a new password only for a device", async () => {
  show({
    count: 3,
    differences: [
      difference({}),
      difference({ name: "service:ingest" }),
      difference({ name: "fridge-2", kind: "credential", cure: "rotate" }),
    ],
  });
  const rows = within(await screen.findByTestId("differences"))
    .getAllByRole("row")
    .slice(1);
  const links = rows.map((row) =>
    within(row)
      .queryAllByRole("link")
      .map((link) => link.getAttribute("href")),
  );
  expect(links).toEqual([
    ["/devices/fridge-1", "/devices/fridge-1?do=password"],
    [],
    ["/devices/fridge-2", "/devices/fridge-2?do=password"],
  ]);
  expect(screen.getByText(/isotherm-worker render-accounts dynamic-security.json/)).toBeDefined();
});

it("is for administrators, and asks nothing of a broker administered elsewhere", async () => {
  show({}, false);
  expect(screen.getByText("Broker accounts are for administrators")).toBeDefined();
  show({}, true, { administration: "none", connected: false });
  expect(await screen.findByText("Isotherm does not administer this broker")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Compare now" })).toBeNull();
});
