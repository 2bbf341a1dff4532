import { createServer, type IncomingMessage } from "node:http";
import { createServer as listen, type AddressInfo, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { seriesNow } from "@/server/metrics";
import { runFor } from "@/server/request";
import { recordBy } from "@/server/tracing/spans";
import { ask, kindOf } from "@/server/upstream";
import { recorded } from "./tracing/collector";

async function server(status: number) {
  const seen: IncomingMessage[] = [];
  const listening = createServer((request, response) => {
    seen.push(request);
    response.writeHead(status).end("{}");
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    listening.closeAllConnections();
    listening.close();
  });
  return { seen, url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}` };
}

describe("a request to another server", () => {
  it("is a child of the request that is answered, and says so to that server", async () => {
    const { record, ended } = recorded();
    recordBy(record);
    onTestFinished(() => recordBy(undefined));
    const { seen, url } = await server(404);
    const span = record("GET /x", "server", null, {});
    const request = { id: "i", span, subject: null, settle: () => undefined };
    await runFor(request, () =>
      ask("api", "/api/v1/sites/{site}", `${url}/api/v1/sites/s3cret?t=t0ken`, {
        headers: { traceparent: "00-outside", authorization: "Bearer b3arer" },
      }),
    );
    expect(ended).toHaveLength(1);
    const [child] = ended;
    expect(child?.name).toBe("GET /api/v1/sites/{site}");
    expect(child?.parentSpanContext?.spanId).toBe(span.place?.spanId);
    expect(child?.attributes).toEqual({
      "http.request.method": "GET",
      "url.template": "/api/v1/sites/{site}",
      "server.address": "127.0.0.1",
      "server.port": Number(new URL(url).port),
      "http.response.status_code": 404,
      "error.type": "404",
    });
    const { traceId, spanId } = child?.spanContext() ?? {};
    expect(seen[0]?.headers).toMatchObject({
      traceparent: `00-${traceId}-${spanId}-01`,
      authorization: "Bearer b3arer",
    });
  });

  it("sends no traceparent while tracing is off, and is timed", async () => {
    const count = () =>
      seriesNow("isotherm_frontend_upstream_seconds").find(
        ({ labels }) => labels.upstream === "api",
      )?.count ?? 0;
    const before = count();
    const { seen, url } = await server(200);
    await ask("api", "/x", url, {});
    expect(seen[0]?.headers.traceparent).toBeUndefined();
    expect(count()).toBe(before + 1);
  });
});

describe("a failure", () => {
  const failure = async (url: string, init: RequestInit = {}) => {
    try {
      await (await fetch(url, init)).text();
      return "none";
    } catch (error) {
      return kindOf(error);
    }
  };
  const odd = async (answer: (socket: Socket) => void) => {
    const raw = listen(answer);
    await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void raw.close());
    return `http://127.0.0.1:${(raw.address() as AddressInfo).port}`;
  };

  it("has a kind, by what really happens", async () => {
    expect(await failure("http://127.0.0.1:9/")).toBe("unreachable");
    expect(await failure("http://nobody.invalid/")).toBe("unreachable");
    const hangs = await odd((socket) => onTestFinished(() => void socket.destroy()));
    expect(await failure(hangs, { signal: AbortSignal.timeout(20) })).toBe("timeout");
    expect(await failure(await odd((socket) => socket.destroy()))).toBe("broken");
    const half = await odd((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf", () => socket.destroy());
    });
    expect(await failure(half)).toBe("broken");
  });
});
