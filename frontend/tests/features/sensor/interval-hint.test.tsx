// @vitest-environment jsdom
import { useQuery } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useRef } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { statisticsKey } from "@/data/api/statistics";
import { IntervalForm } from "@/features/sensor/interval-form";
import { IntervalHint } from "@/features/sensor/interval-hint";
import type { IntervalHistory, Me, Statistics } from "@/domain/types";
import { eventually } from "../../eventually";
import { makeSensor, NOON } from "../../make";
import { ME, renderPage } from "../../page";

const OPERATOR: Me = { ...ME, sites: [{ slug: "linden-pharmacy", role: "operator" }] };
const FIRST = NOON - 86_400_000;
const plain = (text: string | null | undefined) => (text ?? "").replaceAll("\u00a0", " ");

let interval: IntervalHistory;
let sent: unknown[];
let figures: Statistics | undefined;

const make = (set_s: number | null): IntervalHistory => ({
  set_s,
  learned_s: 300,
  observed: {
    usual_s: 300,
    heartbeat_s: null,
    too_fast: false,
    messages: 50,
    span_s: 14_700,
    at: NOON,
  },
  contradicted: set_s === 10,
  items: [{ since: null, interval_s: set_s ?? 300 }],
  etag: `"${set_s}"`,
});

beforeEach(() => {
  interval = make(10);
  sent = [];
  figures = undefined;
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "PUT") {
      const body = (await request.json()) as { interval_s: number };
      sent.push({ ...body, etag: request.headers.get("if-match") });
      interval = make(body.interval_s);
    }
    return Response.json(interval);
  });
});
afterEach(() => vi.unstubAllGlobals());

const open = (me: Me) =>
  renderPage(<IntervalHint sensor={makeSensor()} first={FIRST} figures={figures} />, { me });

it("says on the graph that the interval is not what the sensor sends", async () => {
  open(ME);
  const hint = await screen.findByTestId("interval-hint");
  expect(plain(hint.textContent)).toBe(
    "It sends every 5 min; expected every 10 s. So the time between its readings counts as gaps." +
      " An operator of the site can change the expected interval.",
  );
  expect(screen.queryByRole("button")).toBeNull();
});

it("corrects it in one press, for the past too, and undoes that", async () => {
  open(OPERATOR);
  await userEvent.click(await screen.findByRole("button", { name: /^Change/ }));
  const changed = await screen.findByTestId("interval-changed");
  await eventually(() =>
    expect(plain(changed.textContent)).toContain(
      "Expected every 5 min now, instead of every 10 s.",
    ),
  );
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  await screen.findByTestId("interval-hint");
  expect(sent).toEqual([
    { interval_s: 300, since: FIRST, etag: '"10"' },
    { interval_s: 10, since: FIRST, etag: '"300"' },
  ]);
});

/** Statistics that are loaded again for ever. */
function Loading() {
  const asked = useRef(0);
  useQuery({
    queryKey: statisticsKey([makeSensor().id]),
    queryFn: () => (asked.current++ === 0 ? [] : new Promise<never>(() => undefined)),
  });
  return null;
}

it("confirms the change while what is judged by it still loads", async () => {
  renderPage(
    <>
      <Loading />
      <IntervalHint sensor={makeSensor()} first={FIRST} figures={figures} />
    </>,
    { me: OPERATOR },
  );
  await userEvent.click(await screen.findByRole("button", { name: /^Change/ }));
  expect(await screen.findByTestId("interval-changed")).toBeDefined();
});

it("shows nothing where the interval fits", async () => {
  interval = make(300);
  const { client } = open(OPERATOR);
  await eventually(() => expect(client.isFetching()).toBe(0));
  expect(screen.queryByTestId("interval-hint")).toBeNull();
});

it("believes readings that come as often as expected, whatever the messages do", async () => {
  const none = { seconds: 0, times: 0, open: false };
  const counts = { n: 1440, expected: 1440, uncounted: 0, coverage: 1, unknown_s: 0 };
  const values = { min: null, mean: null, max: null, above: none, below: none };
  figures = {
    sensor: "linden-pharmacy/vaccine-fridge",
    recalculating: false,
    ...counts,
    ...values,
  };
  const { client } = open(OPERATOR);
  await eventually(() => expect(client.isFetching()).toBe(0));
  expect(screen.queryByTestId("interval-hint")).toBeNull();
});

it("says so at once where an interval is typed", async () => {
  interval = make(300);
  renderPage(<IntervalForm sensor={makeSensor()} zone="Europe/Vienna" onDone={() => undefined} />, {
    me: OPERATOR,
  });
  const field = await screen.findByRole("textbox", { name: "Every" });
  expect(screen.queryByText(/It sends every/)).toBeNull();
  await userEvent.clear(field);
  await userEvent.type(field, "20");
  expect(plain(screen.getByText(/It sends every/).textContent)).toBe(
    "It sends every 5 min, not every 20 min. So a silence is noticed only after 1 h.",
  );
});
