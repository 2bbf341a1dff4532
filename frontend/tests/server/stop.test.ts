import { EventEmitter } from "node:events";
import { Agent, createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { announceEnd, stopLater } from "@/server/stop";

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
});

/** A server; a function that asks it on a connection kept alive, and returns the header `Connection`. */
async function server() {
  const served = createServer((_, response) => response.end("ok"));
  await new Promise<void>((resolve) => served.listen(0, "127.0.0.1", resolve));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  undo.push(
    () => agent.destroy(),
    () => served.close(),
  );
  const { port } = served.address() as AddressInfo;
  return async () => {
    const response = await new Promise<IncomingMessage>((resolve, reject) =>
      get({ host: "127.0.0.1", port, agent }, resolve).on("error", reject),
    );
    response.resume();
    return response.headers.connection;
  };
}

describe("an announced end", () => {
  it("is told in each response, also on a connection that was kept alive", async () => {
    const ask = await server();
    expect(await ask()).toBe("keep-alive");
    undo.push(announceEnd());
    expect(await ask()).toBe("close");
    expect(await ask()).toBe("close");
  });
});

describe("a stop", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it.each(["SIGTERM", "SIGINT"])("by %s is put off, and streams end last", (signal) => {
    const process = new EventEmitter();
    const order: string[] = [];
    process.on(signal, (name: string) => order.push(`closed by ${name}`));
    const note = (line: string) => () => order.push(line);
    stopLater(process, 5000, note("streams ended"), note("announced"));
    process.emit(signal, signal);
    vi.advanceTimersByTime(4999);
    expect(order).toEqual(["announced"]);
    vi.advanceTimersByTime(1);
    expect(order).toEqual(["announced", "streams ended", `closed by ${signal}`]);
  });
});
