// One live stream a browser: the tab that holds a lock listens, the others hear it from that tab.
import type { ServerEvent } from "./sse";
import { openStream, type LiveState, type StreamOptions } from "./stream";

type Message =
  | { kind: "state"; state: LiveState; id: string | null }
  | { kind: "event"; event: ServerEvent }
  | { kind: "return" }
  | { kind: "ask" };

/** A tab that should tell us something is still for so long: it sleeps, and another one listens. */
const QUIET_MS = 60_000;
/** How long an heir still waits for a word: another one may have just taken over. */
const LAST_WORD_MS = 1_000;

/**
 * Follows the server for one person. Browsers give a site six connections, the server a person six
 * streams; without this, the seventh tab would wait for ever. Returns how to stop.
 */
export function followServer(subject: string, options: StreamOptions): () => void {
  const name = `isotherm live ${subject}`;
  const locks = (navigator as Partial<Navigator>).locks;
  // Plain http on another host has no locks: each tab listens for itself.
  if (!locks || typeof BroadcastChannel === "undefined") return openStream(options);
  const channel = new BroadcastChannel(name);
  const stopping = new AbortController();
  const { signal } = stopping;
  let close: (() => void) | null = null;
  let lastId = options.after ?? null;
  let latest: LiveState | null = null;
  let words = 0;
  /** What another tab heard between our mark and its first word to us was not told to us. */
  let behind = lastId !== null;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const tell = (message: Message) => {
    if (!signal.aborted) channel.postMessage(message);
  };
  const tellState = () => latest && tell({ kind: "state", state: latest, id: lastId });

  const listen = () => {
    clearTimeout(quiet);
    behind = false;
    close ??= openStream({
      after: lastId,
      lastHeard: latest?.lastHeard ?? null,
      onState: (state) => {
        latest = state;
        options.onState(state);
        tellState();
      },
      onEvent: (event) => {
        lastId = event.id ?? lastId;
        options.onEvent(event);
        tell({ kind: "event", event });
      },
      onReturn: () => {
        options.onReturn();
        tell({ kind: "return" });
      },
    });
  };

  /** Listens for all tabs while this one holds the lock; without it, it hears them again. */
  const hold = () => {
    listen();
    return new Promise<void>((release) =>
      signal.addEventListener("abort", () => release(), { once: true }),
    );
  };
  const follow = () => {
    waitForWord();
    locks.request(name, { signal }, hold).catch(lost);
  };
  /** The lock was taken away while this tab slept, or the tab stops. */
  const lost = () => {
    close?.();
    close = null;
    if (!signal.aborted) follow();
  };

  /** The listening tab has gone quiet: the other tabs try in turn to take over its lock. */
  const inherit = () => {
    const heard = words;
    void locks
      .request(`${name} heir`, { signal }, async () => {
        await new Promise((resolve) => setTimeout(resolve, LAST_WORD_MS));
        if (close || heard !== words || signal.aborted) return;
        await new Promise<void>((taken) => {
          locks
            .request(name, { steal: true }, () => {
              taken();
              return hold();
            })
            .catch(lost);
        });
      })
      .catch(() => undefined);
  };
  const waitForWord = () => {
    clearTimeout(quiet);
    // One that was ended for good says nothing more, and is right.
    if (!close && latest?.phase !== "ended") quiet = setTimeout(inherit, QUIET_MS);
  };

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "ask") {
      if (close) tellState();
      return;
    }
    if (close) return;
    words += 1;
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
    waitForWord();
  };
  follow();
  tell({ kind: "ask" });
  return () => {
    stopping.abort();
    clearTimeout(quiet);
    channel.close();
    close?.();
  };
}
