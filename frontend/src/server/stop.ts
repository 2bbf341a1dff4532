// The end of this process: clients of kept connections are told before they are closed, and streams end.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "./log";
import { endLiveStreams } from "./streams";

const STARTED = "http.server.request.start";
/** How long idle connections are kept for the response that announces their end. */
const ANNOUNCED_MS = 5000;
const LOOK_MS = 50;

interface Started {
  response: ServerResponse;
  server: Server;
}

/** Has the servers of this process close without breaking off a request. */
export class Stop {
  readonly #servers = new Set<Server>();
  readonly #open = new Map<ServerResponse, Server>();
  #isStopping = false;

  /** Follow all requests, except those of a server that stays until the end; return the undo. */
  follow(except?: Server): () => void {
    const started = (message: unknown) => {
      const { response, server } = message as Started;
      if (server === except) return;
      this.#servers.add(server);
      this.#open.set(response, server);
      response.once("close", () => this.#open.delete(response));
      if (this.#isStopping) response.shouldKeepAlive = false;
    };
    subscribe(STARTED, started);
    return () => unsubscribe(STARTED, started);
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Go on serving for a delay, then end live streams and close; requests that run then may take `graceMs`. */
  async run(delayMs: number, graceMs: number, announcedMs = ANNOUNCED_MS): Promise<void> {
    const until = Date.now() + announcedMs;
    this.#isStopping = true;
    for (const response of this.#open.keys()) {
      if (!response.headersSent) response.shouldKeepAlive = false;
    }
    await sleep(delayMs);
    endLiveStreams();
    await Promise.all([...this.#servers].map((server) => this.#close(server, until, graceMs)));
  }

  async #close(server: Server, until: number, graceMs: number): Promise<void> {
    while (Date.now() < until && (await this.#idle(server)) > 0) await sleep(LOOK_MS);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // a connection whose response had begun before the stop may be kept by its client
    const kept = setInterval(() => server.closeIdleConnections(), LOOK_MS);
    await Promise.race([closed, sleep(graceMs)]);
    clearInterval(kept);
  }

  async #idle(server: Server): Promise<number> {
    const connections = await new Promise<number>((resolve) =>
      server.getConnections((error, count) => resolve(error ? 0 : count)),
    );
    return connections - [...this.#open.values()].filter((owner) => owner === server).length;
  }
}

/**
 * End the process in order at SIGTERM and SIGINT, instead of Next.js, which would break off idle connections.
 * `last` is awaited when all requests have ended.
 */
export function stopInOrder(
  stop: Stop,
  delayMs: number,
  graceMs: number,
  last: () => Promise<void> = () => Promise.resolve(),
): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (stop.isStopping) return;
      log("info", "stop", "stopping", { signal });
      void stop
        .run(delayMs, graceMs)
        .then(last)
        .finally(() => process.exit(0));
    });
  }
}
