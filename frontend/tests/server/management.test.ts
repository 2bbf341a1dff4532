import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { serveManagement } from "@/server/management";

let server: Server;

async function serve(limits = {}, isReady = () => true): Promise<number> {
  server = serveManagement("127.0.0.1", 0, limits, isReady);
  if (!server.listening) await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Send some bytes and return all that comes back until the server closes. */
async function said(port: number, sent: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  let text = "";
  socket.on("data", (data) => (text += data.toString()));
  socket.write(sent);
  await once(socket, "close");
  return text;
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe("the management port", () => {
  it.each([
    ["a request", "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "200"],
    ["a method", "POST /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "405"],
    ["a path", "GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404"],
    ["no host", "GET /healthz HTTP/1.1\r\n\r\n", "400"],
    ["nonsense", "nonsense\r\n\r\n", "400"],
    ["a long head", `GET / HTTP/1.1\r\nHost: a\r\nA: ${"a".repeat(20_000)}`, "431"],
  ])("answers %s", async (_, sent, status) => {
    expect(await said(await serve(), sent)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it.each(["GET /healthz HTTP/1.1\r\nHost: a\r\n", "G"])(
    "closes a connection that leaves a request unfinished: %j",
    async (sent) => {
      const port = await serve({ headersTimeout: 50, connectionsCheckingInterval: 20 });
      expect(await said(port, sent)).toMatch(/^HTTP\/1.1 408 /);
    },
  );

  it("has deadlines and bounds of its own", async () => {
    await serve();
    expect(server.headersTimeout).toBeLessThanOrEqual(5_000);
    expect(server.requestTimeout).toBeLessThanOrEqual(5_000);
    expect(server.maxConnections).toBe(64);
  });

  it("is not ready while the process stops, but alive", async () => {
    const port = await serve({}, () => false);
    const ask = (path: string) =>
      said(port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(await ask("/readyz")).toContain(" 503 ");
    expect(await ask("/healthz")).toContain(" 200 ");
  });
});
