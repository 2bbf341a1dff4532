import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openStream, type LiveState } from "@/data/live/stream";
import type { ServerEvent } from "@/data/live/sse";
import { eventually } from "../../eventually";

let respond: (response: ServerResponse, lastId: string | undefined) => void = () => undefined;
const server = createServer((request, response) =>
  respond(response, request.headers["last-event-id"] as string | undefined),
);
const HELLO = "event: hello\nid: 5\ndata: {}\n\n";
const begin = (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(HELLO);
};

let stop: () => void = () => undefined;
let states: LiveState[] = [];
let events: ServerEvent[] = [];
let returns = 0;

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const real = fetch;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) =>
    real(`http://127.0.0.1:${port}${path}`, init),
  );
  states = [];
  events = [];
  returns = 0;
});

afterEach(async () => {
  stop();
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const follow = () => {
  ({ stop } = openStream({
    onState: (state) => states.push(state),
    onEvent: (event) => events.push(event),
    onReturn: () => (returns += 1),
  }));
};
const phase = () => states.at(-1)?.phase;

it("reconnects at once after a stream has ended, with the last event's id", async () => {
  const ids: (string | undefined)[] = [];
  respond = (response, lastId) => {
    ids.push(lastId);
    begin(response);
    if (ids.length === 1) response.end();
  };
  follow();
  await eventually(() => expect(ids).toEqual([undefined, "5"]));
  await eventually(() => expect(events).toHaveLength(2));
  expect(states.some((state) => state.phase === "waiting")).toBe(false);
  expect(returns).toBe(0);
});

it("reports the problem and the next attempt, then recovers", async () => {
  let tries = 0;
  respond = (response) => {
    tries += 1;
    if (tries > 1) return begin(response);
    response
      .writeHead(503, { "content-type": "application/problem+json" })
      .end('{"title":"The Isotherm API is not responding"}');
  };
  follow();
  await eventually(() => expect(phase()).toBe("waiting"));
  expect(states.at(-1)?.problem?.title).toBe("The Isotherm API is not responding");
  expect(states.at(-1)?.nextTry).toBeGreaterThan(Date.now());
  await eventually(() => expect(phase()).toBe("live"));
});

it("does not retry after the session has ended", async () => {
  respond = (response) =>
    response
      .writeHead(401, { "content-type": "application/problem+json" })
      .end('{"type":"urn:isotherm:problem:signed-out","title":"Not signed in"}');
  follow();
  await eventually(() => expect(phase()).toBe("ended"));
  expect(states.at(-1)?.nextTry).toBeNull();
});

it("notices at once that the browser is offline, and returns as soon as it is online", async () => {
  const browser = new EventTarget();
  vi.stubGlobal("window", browser);
  let tries = 0;
  respond = (response) => {
    tries += 1;
    if (tries === 2) response.socket?.destroy();
    else begin(response);
  };
  follow();
  await eventually(() => expect(phase()).toBe("live"));
  browser.dispatchEvent(new Event("offline"));
  await eventually(() => expect(phase()).toBe("waiting"));
  browser.dispatchEvent(new Event("online"));
  await eventually(() => expect(tries).toBe(2));
  await eventually(() => expect(phase()).toBe("live"));
});
