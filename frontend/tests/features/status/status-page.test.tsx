// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { Status } from "@/domain/types";
import { StatusPage } from "@/features/status/status-page";
import { NOON } from "../../make";
import { ME, renderPage } from "../../page";
import { makeStatus } from "./make-status";

afterEach(() => vi.unstubAllGlobals());

function show(status: Partial<Status> | Response, admin = true): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(new URL(request.url).pathname);
    return Promise.resolve(
      status instanceof Response ? status.clone() : Response.json(makeStatus(status)),
    );
  });
  renderPage(<StatusPage />, { me: { ...ME, admin } });
  return asked;
}
const shownState = async () => (await screen.findByTestId("status")).dataset.state;

it("says that everything is well, and shows every part", async () => {
  show({});
  expect(await shownState()).toBe("well");
  expect(screen.getByRole("heading", { name: "Everything is well" })).toBeDefined();
  expect(screen.queryByRole("list", { name: "To act on" })).toBeNull();
  expect(screen.queryByRole("list", { name: "Notes" })).toBeNull();
  const rows = within(screen.getByTestId("parts")).getAllByRole("row");
  expect(rows.map((row) => row.dataset.part)).toEqual([
    undefined,
    "frontend",
    "api",
    "ingest",
    "worker",
  ]);
  const database = within(screen.getByRole("region", { name: "Database" }));
  expect(database.getByText(/2.0.GiB/)).toBeDefined();
  // the time of the sample, which is older than the size of the database
  const readings = database.getByText("Raw readings").nextElementSibling;
  expect(readings?.textContent).toMatch(/^1.5.GiB at \S+/);
  expect(readings?.querySelector("time")?.getAttribute("datetime")).toBe(
    "2026-11-23T11:00:00.000Z",
  );
  expect(screen.getByText("1 range")).toBeDefined();
  expect(screen.getByText(/no Prometheus is set/)).toBeDefined();
});

it("puts what is open first, worst first, with where it says what to do", async () => {
  const alert: Status["alerts"][number] = {
    source: "worker",
    name: "queued",
    severity: "warning",
    pending: false,
    since: NOON - 300_000,
    count: 120_000,
    detail: "The broker holds messages.",
    runbook: "https://r.example/queued.md",
  };
  show({
    state: "critical",
    alerts: [
      alert,
      { ...alert, source: "prometheus", name: "IsothermErrors", detail: "Requests fail" },
      { ...alert, source: "prometheus", name: "IsothermDiskFilling", pending: true, count: null },
    ],
    findings: [
      { kind: "broker_lost", severity: "critical", subject: null, runbook: "https://r.example/b" },
      { kind: "versions_differ", severity: "note", subject: null, runbook: null },
    ],
  });
  expect(await shownState()).toBe("critical");
  expect(screen.getByRole("alert").textContent).toContain("3 things need attention now");
  const items = within(screen.getByRole("list", { name: "To act on" })).getAllByRole("listitem");
  expect(items.map((item) => within(item).getByRole("heading").textContent)).toEqual([
    "Critical: The broker cannot be reached",
    "Warning: Messages wait in the broker: 120,000",
    "Warning: Requests fail",
  ]);
  expect(
    screen.getByRole("link", { name: /^What to do.*Requests fail/ }).getAttribute("href"),
  ).toBe("https://r.example/queued.md");
  const notes = within(screen.getByRole("list", { name: "Notes" })).getAllByRole("listitem");
  expect(notes.map((note) => note.dataset.rule ?? "")).toEqual(["", "IsothermDiskFilling"]);
  expect(within(notes[0] as HTMLElement).queryByRole("link")).toBeNull();
});

it("says what a new installation does not have", async () => {
  const { database, history, broker } = makeStatus();
  show({
    parts: (["frontend", "api", "ingest", "worker"] as const).map((part) => ({
      part,
      instances: [],
    })),
    broker: { ...broker, version: null, watched: false, since: null, clients: null, queued: null },
    database: {
      ...database,
      growth_bytes: null,
      reading_bytes: null,
      raw_days: null,
      partitions: { first: null, last: null, count: 0, ahead: null, missing: "2026-11-23" },
    },
    history: { ...history, lag_s: null, closed: null },
    certificate: null,
    backups: { expected: false, good: null, last: null, oldest_hours: 0 },
  });
  await screen.findByTestId("status");
  for (const words of [
    "none has sent a request in the last day",
    "not seen by a worker yet",
    "not reported",
    "known after a day",
    "not sampled yet",
    "unknown until a worker runs",
    "nothing yet",
    /knows of no listener with TLS/,
    "anything",
  ])
    expect(screen.getByText(words)).toBeDefined();
});

it("marks instances that are gone, and versions that differ", async () => {
  const [frontend, api, ...rest] = makeStatus().parts;
  const [first] = api?.instances ?? [];
  if (!frontend || !api || !first) throw new Error("no parts");
  const instances = [
    { ...first, version: "0.2.0" },
    { ...first, instance: "api-1", state: "gone" as const },
  ];
  show({ parts: [frontend, { ...api, instances }, ...rest] });
  const table = await screen.findByTestId("parts");
  const gone = within(table).getByText("api-1").closest("tr");
  expect(gone?.dataset.state).toBe("gone");
  expect(within(gone as HTMLElement).getByText("gone")).toBeDefined();
  expect(within(table).getByText("0.2.0").closest("td")?.dataset.differs).toBe("true");
});

it("links to Grafana, and says that Prometheus does not answer", async () => {
  show({
    observers: {
      logs: "loki:3100",
      traces: "tempo:4318",
      metrics: "prometheus:9090",
      grafana: "https://grafana.example/",
      prometheus_error: "status 503",
      rules: null,
    },
  });
  expect((await screen.findByRole("link", { name: "Open Grafana" })).getAttribute("href")).toBe(
    "https://grafana.example/",
  );
  expect(screen.getByText("Loki at loki:3100")).toBeDefined();
  expect(screen.getByText("Prometheus at prometheus:9090, which does not answer")).toBeDefined();
});

it("says that it could not be loaded", async () => {
  show(Response.json({ title: "Database unavailable", status: 503, type: "x" }, { status: 503 }));
  expect(await screen.findByText(/retries automatically/)).toBeDefined();
  expect(screen.queryByTestId("status")).toBeNull();
});

it("is for administrators, and asks for nothing otherwise", () => {
  const asked = show({}, false);
  expect(
    screen.getByRole("heading", { level: 1, name: "The status is for administrators" }),
  ).toBeDefined();
  expect(asked).toEqual([]);
});
