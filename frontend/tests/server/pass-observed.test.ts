import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { seriesNow } from "@/server/metrics";
import { runFor, type CurrentRequest } from "@/server/request";
import { sessionCookie } from "@/server/session";
import { NO_SPAN } from "@/server/tracing/spans";
import { stubSettings, written } from "./lines";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let handler: Handler = () => undefined;
const api = createServer((request, response) => handler(request, response));
const PUBLIC = "http://localhost:3000";
const ID = "0123456789abcdef0123456789abcdef";
const session = { id: "seen", subject: "user-1", refreshToken: "r", refreshedAt: 0, idToken: null };
const of = { publicUrl: PUBLIC, sessionSecret: "s".repeat(32) };
const cookie = sessionCookie(session, of).split(";")[0] ?? "";

let forward: (request: Request) => Promise<Response>;
let output: ReturnType<typeof written>;
let current: CurrentRequest;
let settled: number[];

beforeAll(async () => {
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  stubSettings({ ISOTHERM_API_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}` });
  ({ forward } = await import("@/server/pass"));
  const { keep } = await import("@/server/tokens");
  keep({ access_token: "b3arer", expires_in: 300 } as Parameters<typeof keep>[0], session);
});
afterAll(() => {
  api.closeAllConnections();
  api.close();
});
beforeEach(() => {
  output = written();
  settled = [];
  current = {
    id: ID,
    span: NO_SPAN,
    subject: null,
    settle: (status) => void settled.push(status),
  };
});

const send = (
  path: string,
  init: { headers?: Record<string, string>; signal?: AbortSignal } = {},
) =>
  runFor(current, () =>
    forward(new Request(PUBLIC + path, { ...init, headers: { cookie, ...init.headers } })),
  );
const failures = (): Record<string, number> =>
  Object.fromEntries<number>(
    seriesNow("isotherm_frontend_upstream_failures_total")
      .filter(({ labels }) => labels.upstream === "api")
      .map(({ labels, value }) => [labels.kind ?? "", value]),
  );
/** How the counter of failures has changed since. */
function sinceNow() {
  const before = failures();
  return () =>
    Object.entries(failures()).flatMap(([kind, value]) =>
      value === before[kind] ? [] : [[kind, value - (before[kind] ?? 0)]],
    );
}

describe("a forwarded request", () => {
  it("has an id that api can take over, and nothing that a stranger says of traces", async () => {
    let seen: IncomingMessage["headers"] = {};
    handler = (request, response) => {
      seen = request.headers;
      response.writeHead(200, { "x-request-id": ID }).end("{}");
    };
    const headers = {
      traceparent: "00-11111111111111111111111111111111-2222222222222222-01",
      tracestate: "a=b",
      baggage: "a=b",
      "x-request-id": "from-outside-0001",
    };
    const back = await send("/api/v1/me", { headers });
    expect(seen["x-request-id"]).toBe(ID);
    expect(String(seen["x-request-id"])).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
    for (const name of ["traceparent", "tracestate", "baggage"]) expect(seen[name]).toBeUndefined();
    // the server itself sets it, once
    expect(back.headers.get("x-request-id")).toBeNull();
    expect([current.subject, settled]).toEqual(["user-1", []]);
  });

  it.each([
    ["a live stream", { "content-type": "text/event-stream" }],
    ["a download", { "content-disposition": 'attachment; filename="a.csv"' }],
  ])("is settled with the head of %s", async (_what, headers) => {
    handler = (_request, response) => response.writeHead(200, headers).write("a");
    const back = await send("/api/v1/live");
    expect(settled).toEqual([200]);
    await back.body?.cancel();
  });

  it("says its id if it is refused here", async () => {
    const refused = await send("/api/v1/me", { headers: { cookie: "" } });
    expect(await refused.json()).toMatchObject({ status: 401, request_id: ID });
  });

  it("is counted and logged if api does not respond, without its address", async () => {
    handler = (request) => request.socket.destroy();
    const since = sinceNow();
    const back = await send("/api/v1/sensors/t0ken/t0ken?t=t0ken");
    expect(back.status).toBe(503);
    expect(since()).toEqual([["broken", 1]]);
    expect(output.text()).not.toMatch(/t0ken|b3arer/);
    expect(output.lines()).toMatchObject([
      {
        level: "warning",
        logger: "pass",
        message: "api did not respond",
        route: "/api/v1/sensors/{site}/{sensor}",
        method: "GET",
        request_id: ID,
      },
    ]);
  });

  it("is counted if api fails, or breaks off its response", async () => {
    const since = sinceNow();
    handler = (_request, response) => response.writeHead(500).end("{}");
    await (await send("/api/v1/me")).text();
    expect(since()).toEqual([["status", 1]]);
    let breakOff: () => void = () => undefined;
    handler = (_request, response) => {
      response.writeHead(200, { "content-type": "text/csv" }).write("a");
      breakOff = () => response.destroy();
    };
    const back = await send("/api/v1/export");
    const text = back.text();
    breakOff();
    await expect(text).rejects.toThrow();
    expect(since()).toEqual([
      ["broken", 1],
      ["status", 1],
    ]);
  });

  it("is no failure of api if its browser has left", async () => {
    const since = sinceNow();
    const controller = new AbortController();
    let begun: () => void = () => undefined;
    const started = new Promise<void>((resolve) => (begun = resolve));
    handler = (_request, response) => {
      onTestFinished(() => void response.destroy());
      begun();
    };
    const back = send("/api/v1/me", { signal: controller.signal });
    await started;
    controller.abort();
    await back;
    expect(since()).toEqual([]);
    expect(output.lines()).toEqual([]);
  });
});
