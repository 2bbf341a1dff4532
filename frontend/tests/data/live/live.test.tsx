// @vitest-environment jsdom
import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeQueryClient } from "@/data/api/client";
import { meQuery } from "@/data/api/me";
import { LiveProvider } from "@/data/live/live";
import { useSensors, useSensorsFirst } from "@/data/live/sensors";
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

/** What was asked, in order: the path, of the stream with the event it goes on from. */
let asked: string[] = [];
let answerList: (answer: Response) => void = () => undefined;
const encoder = new TextEncoder();

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (what: Request | string, init?: RequestInit) => {
    const path = typeof what === "string" ? what : new URL(what.url).pathname;
    const after = new Headers(init?.headers).get("last-event-id");
    asked.push(after === null ? path : `${path} after ${after}`);
    if (path === "/api/v1/overview")
      return new Promise<Response>((answer) => (answerList = answer));
    return Promise.resolve(
      new Response(
        new ReadableStream({
          start: (stream) => stream.enqueue(encoder.encode("event: hello\nid: 9\ndata: {}\n\n")),
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

function show(use: typeof useSensors) {
  const client = makeQueryClient();
  client.setQueryData(meQuery.queryKey, ME);
  render(
    <QueryClientProvider client={client}>
      <LiveProvider>
        <Names use={use} />
      </LiveProvider>
    </QueryClientProvider>,
  );
}

it("asks for the list at once where a page is nothing without it, and goes on from it", async () => {
  show(useSensorsFirst);
  await vi.waitFor(() => expect(asked).toEqual(["/api/v1/overview"]));
  await act(async () => {
    answerList(Response.json(OVERVIEW));
    await vi.waitFor(() => expect(asked).toHaveLength(2));
  });
  expect(await screen.findByText("Fridge")).toBeTruthy();
  expect(asked[1]).toBe("/api/v1/live after 7");
});

it("opens the stream all the same when the list cannot be had", async () => {
  show(useSensorsFirst);
  await vi.waitFor(() => expect(asked).toEqual(["/api/v1/overview"]));
  await act(async () => {
    answerList(
      Response.json({ type: "urn:isotherm:problem:forbidden", title: "No" }, { status: 403 }),
    );
    await vi.waitFor(() => expect(asked).toContain("/api/v1/live"));
  });
});

it("asks for the list when the stream stands where a page does not wait for it", async () => {
  show(useSensors);
  await vi.waitFor(() => expect(asked).toEqual(["/api/v1/live", "/api/v1/overview"]));
});
