// @vitest-environment jsdom
import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeQueryClient } from "@/data/api/client";
import { meQuery } from "@/data/api/me";
import { useSeries } from "@/data/api/series";
import { LiveProvider } from "@/data/live/live";
import { useSensors, useSensorsFirst } from "@/data/live/sensors";
import { eventually } from "../../eventually";
import { NOON } from "../../make";
import { ME } from "../../page";

const OVERVIEW = {
  mark: 7,
  time: NOON,
  sites: { slug: ["a"], name: ["A"], time_zone: ["UTC"] },
  sensors: {
    site: [0],
    slug: ["b"],
    name: ["Fridge"],
    place: [null],
    position: [null],
    interval_s: [60],
    low: [null],
    high: [null],
    limits_since: [null],
    device: [null],
    label: [null],
    channel: [null],
    state: ["never"],
    since: [null],
    silent_at: [null],
    gap_after_s: [180],
    time: [null],
    received: [null],
    value: [null],
    quality: [null],
    good_time: [null],
    good_value: [null],
    coverage: [null],
  },
};

/** The requested paths in order; the stream's with the event after which it resumes. */
let requests: string[] = [];
let me = ME;
let respondWithList: (response: Response) => void = () => undefined;
let sendEvent: (text: string) => void = () => undefined;
const encoder = new TextEncoder();

beforeEach(() => {
  requests = [];
  me = ME;
  vi.stubGlobal("fetch", (request: Request | string, init?: RequestInit) => {
    const path = typeof request === "string" ? request : new URL(request.url).pathname;
    const after = new Headers(init?.headers).get("last-event-id");
    if (path === "/api/v1/me") return Promise.resolve(Response.json(me));
    if (path === "/api/v1/series") {
      requests.push(new URL((request as Request).url).searchParams.getAll("sensor").join("+"));
      return Promise.resolve(Response.json({ recalculating: false, sensors: [] }));
    }
    requests.push(after === null ? path : `${path} after ${after}`);
    if (path === "/api/v1/overview")
      return new Promise<Response>((resolve) => (respondWithList = resolve));
    return Promise.resolve(
      new Response(
        new ReadableStream({
          start: (stream) => {
            sendEvent = (text) => stream.enqueue(encoder.encode(text));
            sendEvent("event: hello\nid: 9\ndata: {}\n\n");
          },
        }),
      ),
    );
  });
});

afterEach(() => vi.unstubAllGlobals());

const Names = ({ use }: { use: typeof useSensors }) => (
  <p>
    {use()
      .data?.map(({ name }) => name)
      .join() ?? "nothing yet"}
  </p>
);

const Past = ({ ids }: { ids: string[] }) => {
  useSeries(ids, { from: NOON, to: NOON + 60_000 }, 10, () => NOON);
  return null;
};

function show(use: typeof useSensors, more?: ReactNode) {
  const client = makeQueryClient();
  client.setQueryData(meQuery.queryKey, ME);
  render(
    <QueryClientProvider client={client}>
      <LiveProvider>
        <Names use={use} />
        {more}
      </LiveProvider>
    </QueryClientProvider>,
  );
}

it("requests the list at once if the page needs it, and resumes the stream after it", async () => {
  show(useSensorsFirst);
  await eventually(() => expect(requests).toEqual(["/api/v1/overview"]));
  await act(async () => {
    respondWithList(Response.json(OVERVIEW));
    await eventually(() => expect(requests).toHaveLength(2));
  });
  expect(await screen.findByText("Fridge")).toBeTruthy();
  expect(requests[1]).toBe("/api/v1/live after 7");
});

it("opens the stream even if the list cannot be loaded", async () => {
  show(useSensorsFirst);
  await eventually(() => expect(requests).toEqual(["/api/v1/overview"]));
  await act(async () => {
    respondWithList(
      Response.json({ type: "urn:isotherm:problem:forbidden", title: "No" }, { status: 403 }),
    );
    await eventually(() => expect(requests).toContain("/api/v1/live"));
  });
});

it("requests the list once the stream is open if the page does not need it at once", async () => {
  show(useSensors);
  await eventually(() => expect(requests).toEqual(["/api/v1/live", "/api/v1/overview"]));
});

it("requests the list again when sensors are shown no more", async () => {
  show(useSensors);
  await eventually(() => expect(requests).toEqual(["/api/v1/live", "/api/v1/overview"]));
  respondWithList(Response.json(OVERVIEW));
  expect(await screen.findByText("Fridge")).toBeTruthy();
  sendEvent("event: places\ndata: {}\n\n");
  await eventually(() =>
    expect(requests.filter((path) => path === "/api/v1/overview")).toHaveLength(2),
  );
});

it("requests all again if grants changed before the stream was open", async () => {
  me = { ...ME, sites: [] };
  show(useSensorsFirst);
  await eventually(() => expect(requests).toEqual(["/api/v1/overview"]));
  respondWithList(Response.json(OVERVIEW));
  await eventually(() =>
    expect(requests.filter((path) => path === "/api/v1/overview")).toHaveLength(2),
  );
});

it("learns of grants that changed while the stream was interrupted", async () => {
  show(useSensors);
  await eventually(() => expect(requests).toEqual(["/api/v1/live", "/api/v1/overview"]));
  respondWithList(Response.json(OVERVIEW));
  expect(await screen.findByText("Fridge")).toBeTruthy();
  me = { ...ME, sites: [] };
  sendEvent("event: hello\nid: 10\ndata: {}\n\n");
  await eventually(() =>
    expect(requests.filter((path) => path === "/api/v1/overview")).toHaveLength(2),
  );
});

it("reads again what is shown of the past of sensors that were recalculated, and nothing else", async () => {
  show(
    useSensors,
    <>
      <Past ids={["a/b"]} />
      <Past ids={["a/b2"]} />
      <Past ids={["a/c", "a/b"]} />
    </>,
  );
  await eventually(() => expect(requests).toHaveLength(5));
  respondWithList(Response.json(OVERVIEW));
  expect(await screen.findByText("Fridge")).toBeTruthy();
  requests = [];
  sendEvent('event: recalculated\ndata: {"sensors":["a/b","x/y"]}\n\n');
  await eventually(() => expect(requests).toHaveLength(2));
  expect(requests.sort()).toEqual(["a/b", "a/c+a/b"]);
});
