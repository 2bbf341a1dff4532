// One live stream per browser: the tab that holds a Web Lock listens and broadcasts to the others.
import type { ServerEvent } from "./sse";
import { openStream, type LiveState, type StreamOptions } from "./stream";

type Message =
  | { kind: "state"; state: LiveState; id: string | null }
  | { kind: "event"; event: ServerEvent }
  | { kind: "return" }
  | { kind: "ask" };

/** If the listening tab broadcasts nothing for this long, it is asleep and another tab takes over. */
const QUIET_MS = 60_000;
/** How long an heir waits for a last message: another tab may have just taken over. */
const GRACE_MS = 1_000;

/**
 * Follow the server's events for one user and return a function that stops. Browsers allow six
 * connections per site and the server six streams per user; a seventh tab would otherwise hang.
 */
export function followServer(subject: string, options: StreamOptions): () => void {
  const name = `isotherm live ${subject}`;
  const locks = (navigator as Partial<Navigator>).locks;
  // Insecure contexts have no locks: each tab listens for itself.
  if (!locks || typeof BroadcastChannel === "undefined") return openStream(options);
  const channel = new BroadcastChannel(name);
  const stopping = new AbortController();
  const { signal } = stopping;
  let close: (() => void) | null = null;
  let lastId = options.after ?? null;
  let latest: LiveState | null = null;
  let received = 0;
  /** Events between our mark and the first message from another tab did not reach us. */
  let behind = lastId !== null;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const broadcast = (message: Message) => {
    if (!signal.aborted) channel.postMessage(message);
  };
  const broadcastState = () => latest && broadcast({ kind: "state", state: latest, id: lastId });

  const listen = () => {
    clearTimeout(quiet);
    behind = false;
    close ??= openStream({
      after: lastId,
      lastHeard: latest?.lastHeard ?? null,
      onState: (state) => {
        latest = state;
        options.onState(state);
        broadcastState();
      },
      onEvent: (event) => {
        lastId = event.id ?? lastId;
        options.onEvent(event);
        broadcast({ kind: "event", event });
      },
      onReturn: () => {
        options.onReturn();
        broadcast({ kind: "return" });
      },
    });
  };

  /** Listen for all tabs while this one holds the lock. */
  const hold = () => {
    listen();
    return new Promise<void>((release) =>
      signal.addEventListener("abort", () => release(), { once: true }),
    );
  };
  const follow = () => {
    expectMessage();
    locks.request(name, { signal }, hold).catch(lost);
  };
  /** The lock was stolen while this tab slept, or the tab stops. */
  const lost = () => {
    close?.();
    close = null;
    if (!signal.aborted) follow();
  };

  /** The listening tab has gone quiet: the other tabs try in turn to steal its lock. */
  const inherit = () => {
    const before = received;
    void locks
      .request(`${name} heir`, { signal }, async () => {
        await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
        if (close || before !== received || signal.aborted) return;
        await new Promise<void>((stolen) => {
          locks
            .request(name, { steal: true }, () => {
              stolen();
              return hold();
            })
            .catch(lost);
        });
      })
      .catch(() => undefined);
  };
  const expectMessage = () => {
    clearTimeout(quiet);
    // A stream that has ended for good is rightly silent.
    if (!close && latest?.phase !== "ended") quiet = setTimeout(inherit, QUIET_MS);
  };

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "ask") {
      if (close) broadcastState();
      return;
    }
    if (close) return;
    received += 1;
    if (behind) {
      behind = false;
      options.onReturn();
    }
    if (data.kind === "state") {
      latest = data.state;
      lastId = data.id ?? lastId;
      options.onState(data.state);
    } else if (data.kind === "return") options.onReturn();
    else {
      lastId = data.event.id ?? lastId;
      options.onEvent(data.event);
    }
    expectMessage();
  };
  follow();
  broadcast({ kind: "ask" });
  return () => {
    stopping.abort();
    clearTimeout(quiet);
    channel.close();
    close?.();
  };
}
