// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SensorPage } from "@/features/sensor/sensor-page";
import type { Correction, Me } from "@/domain/types";
import { makeSensor, makeSensorDetail, makeSeries, NOON } from "../../make";
import { makeCorrection } from "../../make-correction";
import { ME, renderPage } from "../../page";

vi.mock("next/navigation", () => ({
  useRouter: () => ({ push: vi.fn() }),
  useSearchParams: () => new URLSearchParams(window.location.search),
}));
vi.mock("@/parts/graph/graph", () => ({ Graph: () => <div data-testid="graph" /> }));

const OPERATOR: Me = { ...ME, sites: [{ slug: "linden-pharmacy", role: "operator" }] };
const MINUTE = 60_000;
const WILD = NOON + 5 * MINUTE;
const range = { from: NOON, to: NOON + 10 * MINUTE };

let corrections: Correction[];
let asked: string[];

const isAside = () => corrections.some((of) => of.from <= WILD && of.to > WILD);
const figures = { counting: 9, min: 4, max: 239, mean: 30, excursions: 0, seconds: 0 };

function answer(path: string): unknown {
  const sensor = "linden-pharmacy/vaccine-fridge";
  if (path.endsWith("/series")) {
    const times = [0, 1, 2, 3, 4, 5, 6].map((minute) => NOON + minute * MINUTE);
    const counting = isAside() ? times.filter((at) => at !== WILD) : times;
    const uncounted = isAside() ? [{ time: WILD, value: 239, quality: 32 }] : [];
    return { ...range, bucket_ms: null, sensors: [makeSeries(counting, { uncounted })] };
  }
  if (path.endsWith("/corrections")) return { items: corrections, next: null };
  if (path.endsWith("/preview"))
    return { readings: 1, counting: 1, before: figures, after: { ...figures, max: 4.6 } };
  if (path.endsWith("/excursions"))
    return { ...range, sensors: [{ sensor, total: 0, more: false, items: [] }] };
  if (path.endsWith("/statistics")) return { ...range, sensors: [] };
  if (path.endsWith("/rejects")) return { items: [] };
  return makeSensorDetail();
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOON + 24 * 60 * MINUTE, toFake: ["Date"] });
  corrections = [];
  asked = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname: path } = new URL(request.url);
    asked.push(path.split("/").at(-1) ?? "");
    if (request.method === "POST" && path.endsWith("/corrections")) {
      const { from, to, reason } = (await request.json()) as Correction;
      corrections = [makeCorrection({ from, to, reason })];
      return Response.json(corrections[0], { status: 201 });
    }
    return Response.json(answer(path));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(me: Me, tab: string) {
  window.history.replaceState(
    null,
    "",
    `/sensors/a/b?from=${range.from}&to=${range.to}&tab=${tab}`,
  );
  renderPage(<SensorPage id="linden-pharmacy/vaccine-fridge" requestedAt={null} />, {
    me,
    sensors: [makeSensor()],
  });
  await screen.findByTestId(tab === "table" ? "series-table" : "graph");
  return userEvent.setup();
}

it("sets one reading of the table aside, and loads all again that it changes", async () => {
  const user = await open(OPERATOR, "table");
  await user.click(
    screen.getByRole("button", { name: "Correct the reading of Mon 23 Nov, 13:05:00" }),
  );
  const dialog = within(await screen.findByRole("dialog"));
  const field = (name: string) => dialog.getByRole<HTMLInputElement>("textbox", { name }).value;
  expect([field("From"), field("Until")]).toEqual(["23 Nov 2026 13:05:00", "23 Nov 2026 13:05:01"]);
  await dialog.findByRole("button", { name: "Set 1 reading aside" });
  await user.type(dialog.getByRole("textbox", { name: "Reason" }), "Loose plug");
  asked = [];
  await user.click(dialog.getByRole("button", { name: "Set 1 reading aside" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const row = await screen.findByRole("row", { name: /239.0 set aside; not counted/ });
  await waitFor(() => expect(row.textContent).toContain("Set aside by Mira Lindqvist Loose plug"));
  for (const path of ["series", "statistics", "excursions", "corrections"])
    expect(asked).toContain(path);
  expect(screen.getByTestId("corrected").textContent).toContain("The readings were set aside.");
});

it("offers the stretch in view", async () => {
  const user = await open(OPERATOR, "graph");
  await user.click(await screen.findByRole("button", { name: "Correct this stretch…" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByRole<HTMLInputElement>("textbox", { name: "From" }).value).toBe(
    "23 Nov 2026 13:00:00",
  );
});

it("lets viewers see who set readings aside, but change nothing", async () => {
  corrections = [makeCorrection({ from: WILD, to: WILD + 1 })];
  await open(ME, "table");
  const row = await screen.findByRole("row", { name: /239.0 set aside/ });
  await waitFor(() => expect(row.textContent).toContain("Mira Lindqvist"));
  expect(screen.queryByRole("button", { name: /^Correct/ })).toBeNull();
});

it("asks for corrections again once a reading was set aside by somebody else", async () => {
  let answers = 0;
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", async (request: Request) => {
    if (!new URL(request.url).pathname.endsWith("/corrections")) return real(request);
    answers += 1;
    // Made between the two answers.
    return answers === 1 ? Response.json({ items: [], next: null }) : real(request);
  });
  corrections = [makeCorrection({ from: WILD, to: WILD + 1 })];
  await open(ME, "table");
  const row = await screen.findByRole("row", { name: /239.0 set aside/ });
  await waitFor(() => expect(row.textContent).toContain("Mira Lindqvist"));
  expect(answers).toBe(2);
});
