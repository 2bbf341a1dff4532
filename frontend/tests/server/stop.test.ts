// A stop tells each client that its connection ends before it is closed; no request is broken off.
import { createServer, request, Agent, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { Stop } from "@/server/stop";
import { addStream } from "@/server/streams";

const GRACE_MS = 10_000;
const undo: (() => void)[] = [];

afterEach(() => {
  for (const step of undo.splice(0)) step();
});

async function serving(answer: (path: string, end: () => void) => void): Promise<Server> {
  const server = createServer((incoming, response) =>
    answer(incoming.url ?? "/", () => response.end("ok")),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(() => server.closeAllConnections());
  return server;
}

function stopping(except?: Server): Stop {
  const stop = new Stop();
  undo.push(stop.follow(except));
  return stop;
}

async function get(server: Server, agent: Agent, path = "/"): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: "127.0.0.1", port, path, agent }).end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  return response;
}

const keeping = (): Agent => new Agent({ keepAlive: true, maxSockets: 1 });

test("clients that keep their connections lose no request", async () => {
  const server = await serving((_path, end) => end());
  const stop = stopping();
  const ask = async (agent: Agent, restMs: number): Promise<string | undefined> => {
    for (;;) {
      const { connection } = (await get(server, agent)).headers;
      if (connection === "close") return connection;
      await sleep(restMs);
    }
  };
  const agents = [0, 0, 0, 1, 1, 20, 20, 200].map((restMs) => ({ agent: keeping(), restMs }));
  for (const { agent } of agents) expect((await get(server, agent)).statusCode).toBe(200);
  const clients = agents.map(({ agent, restMs }) => ask(agent, restMs));
  await stop.run(0, GRACE_MS);
  expect(new Set(await Promise.all(clients))).toEqual(new Set(["close"]));
  expect(server.listening).toBe(false);
});

test("a running request is finished and announces the end", async () => {
  let finish: (() => void) | undefined;
  const server = await serving((_path, end) => (finish = end));
  const stop = stopping();
  const response = get(server, keeping());
  await expect.poll(() => finish).toBeDefined();
  const stopped = stop.run(0, GRACE_MS);
  finish?.();
  expect((await response).headers.connection).toBe("close");
  await stopped;
});

test("live streams end, and what comes during the delay is answered", async () => {
  const server = await serving((_path, end) => end());
  const stop = stopping();
  let ended = false;
  addStream("session", () => (ended = true), true);
  const stopped = stop.run(100, GRACE_MS, 0);
  expect(stop.isStopping).toBe(true);
  expect(ended).toBe(false);
  expect((await get(server, keeping())).headers.connection).toBe("close");
  await stopped;
  expect(ended).toBe(true);
  expect(server.listening).toBe(false);
});

test("neither a silent connection nor a request without an end holds it up", async () => {
  const server = await serving((path, end) => (path === "/never" ? undefined : end()));
  const stop = stopping();
  const { port } = server.address() as AddressInfo;
  const silent = connect(port, "127.0.0.1");
  await once(silent, "connect");
  await get(server, keeping());
  void get(server, keeping(), "/never").catch(() => undefined);
  await stop.run(0, 50, 50);
  expect(server.listening).toBe(false);
  silent.destroy();
});

test("the management port stays", async () => {
  const management = await serving((_path, end) => end());
  const stop = stopping(management);
  await get(management, keeping());
  await stop.run(0, 50, 50);
  expect(management.listening).toBe(true);
  expect((await get(management, keeping())).headers.connection).not.toBe("close");
  management.close();
});
