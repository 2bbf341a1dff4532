import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import type { IncomingMessage, RequestListener, Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { log } from "@/server/log";
import { seriesNow } from "@/server/metrics";
import { currentRequest, setSubject } from "@/server/request";
import { followRequests } from "@/server/requests";
import { recordBy } from "@/server/tracing/spans";
import { stubSettings, written } from "./lines";
import { recorded } from "./tracing/collector";

beforeAll(() => stubSettings());

let output: ReturnType<typeof written>;
beforeEach(() => {
  output = written();
});

async function serve(listener: RequestListener): Promise<{ port: number; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, server };
}

/** A server whose requests are followed; a function that asks it. */
async function followed(listener: RequestListener) {
  const { port } = await serve(listener);
  onTestFinished(followRequests());
  return async (path: string, method = "GET", headers: Record<string, string> = {}) => {
    const sent = ask({ port, path, method, headers, agent: false }).end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    response.resume();
    await once(response, "close");
    return response;
  };
}

const accesses = () => output.lines().filter(({ logger }) => logger === "access");
const countOf = (labels: Record<string, string>) =>
  seriesNow("isotherm_frontend_request_seconds").find(
    (series) => JSON.stringify(series.labels) === JSON.stringify(labels),
  )?.count ?? 0;
const pagesOf = (page: string) =>
  seriesNow("isotherm_frontend_pages_total").find(({ labels }) => labels.page === page)?.value ?? 0;

describe("a request", () => {
  it("gets an id of ours, known to all that is done for it", async () => {
    const fetched = await followed((_request, response) => {
      setTimeout(() => {
        setSubject("user-1");
        log("info", "inner", "working");
        response.end();
      }, 1);
    });
    const outside = "from-outside-0001";
    const response = await fetched("/api/v1/me", "GET", { "x-request-id": outside });
    const id = String(response.headers["x-request-id"]);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    await expect.poll(accesses).toHaveLength(1);
    const [inner, access] = output.lines();
    expect(inner).toMatchObject({ message: "working", request_id: id });
    expect(access).toMatchObject({
      level: "info",
      message: "GET /api/v1/me 200",
      method: "GET",
      route: "/api/v1/me",
      status: 200,
      request_id: id,
      subject: "user-1",
    });
    expect(access?.seconds).toBeGreaterThan(0);
    expect(output.text()).not.toContain(outside);
    expect(currentRequest()).toBeUndefined();
  });

  it.each([
    ["/x?token=t0ken", "GET", "unmatched"],
    ["/t0ken", "POST", "unmatched"],
    ["/auth/callback?code=t0ken&state=t0ken", "GET", "/auth/callback"],
    ["/sites/t0ken", "GET", "/sites/{site}"],
    ["http://t0ken@host/t0ken", "GET", "unmatched"],
  ])("leaves nothing of its address %s in the log", async (path, method, route) => {
    const fetched = await followed((_request, response) => response.writeHead(404).end());
    await fetched(path, method, {
      cookie: "isotherm_session=t0ken",
      authorization: "Bearer t0ken",
    });
    await expect.poll(accesses).toHaveLength(1);
    expect(accesses()[0]).toMatchObject({ route, status: 404, method });
    expect(output.text()).not.toContain("t0ken");
  });

  it("says which sensor or device it is about, if there is such an address", async () => {
    let status = 200;
    const fetched = await followed((_request, response) => response.writeHead(status).end());
    await fetched("/api/v1/sensors/site-1/fridge/limits");
    await fetched("/api/v1/devices/device-1");
    status = 404;
    await fetched("/api/v1/devices/t0ken");
    await expect.poll(accesses).toHaveLength(3);
    const about = accesses().map(({ device, sensor }) => ({ device, sensor }));
    expect(about).toEqual([{ sensor: "site-1/fridge" }, { device: "device-1" }, {}]);
    expect(output.text()).not.toContain("t0ken");
  });

  it("is counted by method, group and class of status", async () => {
    const fetched = await followed((_request, response) => response.writeHead(503).end());
    const of = { method: "PUT", route: "api", status: "5xx" };
    const before = countOf(of);
    await fetched("/api/v1/anything/at/all", "PUT");
    const odd = { method: "other", route: "other", status: "5xx" };
    const beforeOdd = countOf(odd);
    await fetched("/x", "PROPFIND");
    await expect.poll(() => countOf(odd)).toBe(beforeOdd + 1);
    expect(countOf(of)).toBe(before + 1);
  });

  it("counts as a rendered page unless it is a prefetch or fails", async () => {
    let status = 200;
    const fetched = await followed((_request, response) => response.writeHead(status).end());
    const before = pagesOf("/sites/{site}");
    await fetched("/sites/a");
    await fetched("/sites/a?_rsc=1", "GET", { rsc: "1" });
    await fetched("/sites/a?_rsc=1", "GET", { rsc: "1", "next-router-prefetch": "1" });
    status = 303;
    await fetched("/sites/a");
    await expect.poll(accesses).toHaveLength(4);
    expect(pagesOf("/sites/{site}")).toBe(before + 2);
  });

  it("is counted at its head if its response goes on for long", async () => {
    let finish: () => void = () => undefined;
    const fetched = await followed((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write("a");
      currentRequest()?.settle(200);
      finish = () => response.end();
    });
    const done = fetched("/api/v1/live");
    await expect.poll(accesses).toHaveLength(1);
    finish();
    await done;
    expect(accesses()).toHaveLength(1);
  });

  it("says if its connection ended before its response", async () => {
    let begun: () => void = () => undefined;
    const started = new Promise<void>((resolve) => (begun = resolve));
    const { port } = await serve(() => begun());
    onTestFinished(followRequests());
    const socket = connect(port, "127.0.0.1");
    socket.write("GET /api/v1/me HTTP/1.1\r\nhost: x\r\n\r\n");
    await started;
    const before = countOf({ method: "GET", route: "api", status: "none" });
    socket.destroy();
    await expect.poll(accesses).toHaveLength(1);
    expect(accesses()[0]).toMatchObject({ status: 0, cut: true });
    expect(countOf({ method: "GET", route: "api", status: "none" })).toBe(before + 1);
  });

  it("is quiet for files and probes, and not followed on the management port", async () => {
    const { port, server } = await serve((_request, response) => response.end());
    const undo = followRequests(server);
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    undo();
    expect(response.headers.get("x-request-id")).toBeNull();
    const fetched = await followed((_request, answer) => answer.end());
    await fetched("/_next/static/a.js");
    await expect.poll(accesses).toHaveLength(1);
    expect(accesses()[0]).toMatchObject({ level: "debug", route: "/_next/{file}" });
  });
});

describe("the span of a request", () => {
  it("is its own trace's first, whatever a stranger sends, and files have none", async () => {
    const { record, ended } = recorded();
    recordBy(record);
    onTestFinished(() => recordBy(undefined));
    const fetched = await followed((_request, response) => response.writeHead(502).end());
    const outside = "00-11111111111111111111111111111111-2222222222222222-01";
    const id = (await fetched("/sites/a?token=t0ken", "GET", { traceparent: outside })).headers;
    await fetched("/_next/static/a.js");
    await expect.poll(accesses).toHaveLength(2);
    expect(ended).toHaveLength(1);
    const [span] = ended;
    expect(span?.name).toBe("GET /sites/{site}");
    expect(span?.parentSpanContext).toBeUndefined();
    expect(span?.spanContext().traceId).not.toBe("1".repeat(32));
    expect(span?.attributes).toEqual({
      "http.request.method": "GET",
      "http.route": "/sites/{site}",
      "http.response.status_code": 502,
      "error.type": "502",
      "isotherm.request_id": id["x-request-id"],
    });
    expect(accesses()[0]).toMatchObject({
      trace_id: span?.spanContext().traceId,
      span_id: span?.spanContext().spanId,
    });
  });
});
