// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { IntervalFact } from "@/features/sensor/interval-fact";
import { IntervalForm } from "@/features/sensor/interval-form";
import type { IntervalHistory, Statistics } from "@/domain/types";
import { makeSensor, NOON } from "../../make";
import { renderPage } from "../../page";

let interval: IntervalHistory;
let readings: Pick<Statistics, "n" | "expected">[];

beforeEach(() => {
  interval = {
    set_s: null,
    learned_s: 3600,
    observed: {
      usual_s: 60,
      heartbeat_s: 3600,
      too_fast: false,
      messages: 50,
      span_s: 14 * 3600,
      at: NOON,
    },
    contradicted: false,
    items: [],
    etag: '"1"',
  };
  readings = [];
  vi.stubGlobal("fetch", (request: Request) =>
    Promise.resolve(
      Response.json(
        new URL(request.url).pathname.endsWith("/statistics") ? { sensors: readings } : interval,
      ),
    ),
  );
});

afterEach(() => vi.unstubAllGlobals());

const observed = async () => {
  renderPage(<IntervalFact sensor={makeSensor()} onChange={null} />);
  return (await screen.findByTestId("observed")).textContent.replaceAll("\u00a0", " ");
};

it("shows what was learned and from what", async () => {
  expect(await observed()).toBe(
    "Learned: every 1 min, at least every 1 h (from 50 messages in 14 h).",
  );
});

it("shows what contradicts the interval that was set", async () => {
  interval = { ...interval, set_s: 10, contradicted: true };
  expect(await observed()).toBe(
    "Set to 10 s, but the sensor sends every 1 min, at least every 1 h (from 50 messages in 14 h).",
  );
});

it("contradicts no interval at which readings come, several in a message", async () => {
  interval = { ...interval, set_s: 10, contradicted: true };
  readings = [{ n: 8600, expected: 8640 }];
  renderPage(<IntervalFact sensor={makeSensor()} onChange={null} />);
  await waitFor(() => expect(screen.getByTestId("interval")).toBeDefined());
  await waitFor(() => expect(screen.queryByTestId("observed")).toBeNull());
});

it("asks for an interval that is not believed, and expects it to be set", async () => {
  interval = {
    ...interval,
    learned_s: null,
    observed: {
      usual_s: 0.2,
      heartbeat_s: null,
      too_fast: true,
      messages: 101,
      span_s: 20,
      at: NOON,
    },
  };
  expect(await observed()).toBe(
    "The sensor seems to send every 0.2 s. How often should it report?",
  );
  renderPage(<IntervalForm sensor={makeSensor()} zone="UTC" onDone={() => undefined} />);
  expect(await screen.findByLabelText("Every")).toBeDefined();
});
