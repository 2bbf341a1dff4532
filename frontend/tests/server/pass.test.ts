import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type * as Tokens from "@/server/tokens";
import { sessionCookie } from "@/server/session";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let handler: Handler = () => undefined;
const api = createServer((request, response) => handler(request, response));
const PUBLIC = "http://localhost:3000";
const SECRET = "s".repeat(32);
const session = { id: "pass", subject: "u", refreshToken: "r", refreshedAt: 0, idToken: null };
const cookie =
  sessionCookie(session, { publicUrl: PUBLIC, sessionSecret: SECRET }).split(";")[0] ?? "";

let forward: (request: Request) => Promise<Response>;
let keep: typeof Tokens.keep;

beforeAll(async () => {
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  const { port } = api.address() as AddressInfo;
  vi.stubEnv("ISOTHERM_API_URL", `http://127.0.0.1:${port}`);
  vi.stubEnv("ISOTHERM_PUBLIC_URL", PUBLIC);
  vi.stubEnv("ISOTHERM_OIDC_ISSUER", "http://127.0.0.1:9/realms/isotherm");
  vi.stubEnv("ISOTHERM_OIDC_CLIENT_SECRET", "secret");
  vi.stubEnv("ISOTHERM_SESSION_SECRET", SECRET);
  vi.stubEnv("ISOTHERM_LOG_LEVEL", "error");
  ({ forward } = await import("@/server/pass"));
  ({ keep } = await import("@/server/tokens"));
});

afterAll(() => {
  api.closeAllConnections();
  api.close();
});

beforeEach(() => {
  keep(
    { access_token: "bearer-1", expires_in: 300, refresh_token: "r" } as unknown as Parameters<
      typeof keep
    >[0],
    session,
  );
});

const send = (
  path: string,
  init: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
) => forward(new Request(`${PUBLIC}${path}`, { ...init, headers: { cookie, ...init.headers } }));

describe("the proxy", () => {
  it("names itself to api, whatever a browser claims to be", async () => {
    const seen: unknown[] = [];
    handler = (request, response) => {
      seen.push(request.headers["isotherm-frontend"]);
      response.end("{}");
    };
    vi.stubEnv("ISOTHERM_VERSION", "0.1.0");
    await send("/api/v1/me", { headers: { "isotherm-frontend": "forged 9.9.9 1796000000000" } });
    await send("/api/v1/me");
    expect(seen[0]).toMatch(/^[A-Za-z0-9._-]+ 0\.1\.0 \d{13}$/);
    expect(seen[1]).toBe(seen[0]);
  });

  it("sends the bearer token but no cookie, and returns the response", async () => {
    let seen: IncomingMessage | undefined;
    handler = (request, response) => {
      seen = request;
      response
        .writeHead(200, { "content-type": "application/json", etag: '"1"', "x-internal": "no" })
        .end('{"a":1}');
    };
    const back = await send("/api/v1/series?sensor=a/b&sensor=c/d", {
      headers: { "if-none-match": '"0"' },
    });
    expect(seen?.url).toBe("/api/v1/series?sensor=a/b&sensor=c/d");
    expect(seen?.headers).toMatchObject({
      authorization: "Bearer bearer-1",
      "if-none-match": '"0"',
    });
    expect(seen?.headers.cookie).toBeUndefined();
    expect(await back.json()).toEqual({ a: 1 });
    expect(back.headers.get("etag")).toBe('"1"');
    expect(back.headers.get("x-internal")).toBeNull();
  });

  it("requests uncompressed responses from api", async () => {
    let encoding: string | undefined;
    handler = (request, response) => {
      encoding = request.headers["accept-encoding"];
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    };
    await send("/api/v1/series", { headers: { "accept-encoding": "gzip, br" } });
    expect(encoding).toBe("identity");
  });

  it("returns api's problems unchanged", async () => {
    handler = (_request, response) =>
      response
        .writeHead(404, { "content-type": "application/problem+json" })
        .end('{"title":"Not found"}');
    const back = await send("/api/v1/sensors/a/b");
    expect(back.status).toBe(404);
    expect(back.headers.get("content-type")).toBe("application/problem+json");
  });

  it("refuses without a session, and outside /api/v1", async () => {
    const none = await send("/api/v1/me", { headers: { cookie: "" } });
    expect(none.status).toBe(401);
    expect(await none.json()).toMatchObject({
      type: "urn:isotherm:problem:signed-out",
      status: 401,
    });
    expect((await send("/api/v1/../../healthz")).status).toBe(404);
    expect((await send("/api/v1%2f..%2f..%2fmetrics")).status).toBe(404);
  });

  it("forwards changes only from our own page", async () => {
    let body = "";
    handler = (request, response) => {
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () =>
        response.writeHead(200, { "content-type": "application/json" }).end("{}"),
      );
    };
    const change = (headers: Record<string, string>) =>
      send("/api/v1/me", { method: "PATCH", body: '{"unit":"F"}', headers });
    expect((await change({})).status).toBe(403);
    expect(
      (await change({ origin: "https://evil.example", "sec-fetch-site": "cross-site" })).status,
    ).toBe(403);
    expect(body).toBe("");
    expect(
      (
        await change({
          origin: PUBLIC,
          "sec-fetch-site": "same-origin",
          "content-type": "application/json",
        })
      ).status,
    ).toBe(200);
    expect(body).toBe('{"unit":"F"}');
  });

  it("streams events as they arrive, and disconnects from api when the browser does", async () => {
    let gone: () => void = () => undefined;
    const left = new Promise<void>((resolve) => (gone = resolve));
    let more: () => void = () => undefined;
    handler = (request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("event: hello\ndata: {}\n\n");
      more = () => response.write("event: latest\ndata: {}\n\n");
      request.on("close", gone);
      response.on("close", gone);
    };
    const back = await send("/api/v1/live");
    expect(back.headers.get("cache-control")).toContain("no-transform");
    expect(back.headers.get("x-accel-buffering")).toBe("no");
    const reader = (back.body as ReadableStream<Uint8Array>).getReader();
    const text = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await text()).toContain("hello");
    more();
    expect(await text()).toContain("latest");
    await reader.cancel();
    await left;
  });

  it("streams a file as it arrives, and breaks off if api does", async () => {
    let breakOff: () => void = () => undefined;
    handler = (_request, response) => {
      response.writeHead(200, {
        "content-type": "text/csv",
        "content-disposition": 'attachment; filename="a.csv"',
      });
      response.write("sensor,time\n");
      breakOff = () => response.destroy();
    };
    const back = await send("/api/v1/export?sensor=a/b");
    expect(back.headers.get("content-disposition")).toBe('attachment; filename="a.csv"');
    const reader = (back.body as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("sensor,time\n");
    breakOff();
    await expect(reader.read()).rejects.toThrow();
  });

  it("holds a bounded number of responses that a browser does not read", async () => {
    let asked = 0;
    handler = (_, response) => {
      asked += 1;
      response.writeHead(200, { "content-type": "text/csv" }).write("a");
    };
    const greedy = { ...session, id: "greedy" };
    keep(
      { access_token: "bearer-2", expires_in: 300 } as unknown as Parameters<typeof keep>[0],
      greedy,
    );
    const set = sessionCookie(greedy, { publicUrl: PUBLIC, sessionSecret: SECRET });
    const headers = { cookie: set.split(";")[0] ?? "" };
    const ask = (path: string) => forward(new Request(PUBLIC + path, { headers }));
    const open = await Promise.all(Array.from({ length: 80 }, () => ask("/api/v1/export")));
    const statuses = open.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBe(64);
    expect(statuses.filter((status) => status === 429).length).toBe(16);
    asked = 0;
    const refused = await ask("/api/v1/export");
    expect([refused.status, refused.headers.get("retry-after"), asked]).toEqual([429, "1", 0]);
    expect((await send("/api/v1/export")).status).toBe(200);
    for (const { body } of open) await body?.cancel();
    handler = (_, response) => void response.writeHead(204).end();
    expect((await ask("/api/v1/me")).status).toBe(204);
  });

  it("reports which service is unavailable", async () => {
    handler = (request) => request.socket.destroy();
    const back = await send("/api/v1/me");
    expect(back.status).toBe(503);
    expect(await back.json()).toMatchObject({ title: "The Isotherm API is not responding" });
    const other =
      sessionCookie(
        { ...session, id: "no-token" },
        { publicUrl: PUBLIC, sessionSecret: SECRET },
      ).split(";")[0] ?? "";
    const away = await send("/api/v1/me", { headers: { cookie: other } });
    expect(await away.json()).toMatchObject({
      title: "The sign-in service is not responding",
      status: 503,
    });
  });
});
