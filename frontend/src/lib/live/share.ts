// One live stream a browser: the tab that holds a lock listens, the others hear it from that tab.
import type { ServerEvent } from "../sse";
import { openStream, type LiveState, type StreamOptions } from "./stream";

type Message =
  | { kind: "state"; state: LiveState }
  | { kind: "event"; event: ServerEvent }
  | { kind: "return" }
  | { kind: "ask" };

/** A tab that should tell us something is still for so long: it sleeps, and we listen ourselves. */
const QUIET_MS = 60_000;

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
  let close: (() => void) | null = null;
  let lastId: string | null = null;
  let latest: LiveState | null = null;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const tell = (message: Message) => channel.postMessage(message);

  const listen = (aloud: boolean) => {
    clearTimeout(quiet);
    close ??= openStream({
      after: lastId,
      onState: (state) => {
        latest = state;
        options.onState(state);
        if (aloud) tell({ kind: "state", state });
      },
      onEvent: (event) => {
        options.onEvent(event);
        if (aloud) tell({ kind: "event", event });
      },
      onReturn: () => {
        options.onReturn();
        if (aloud) tell({ kind: "return" });
      },
    });
  };
  const waitForWord = () => {
    clearTimeout(quiet);
    if (!close) quiet = setTimeout(() => listen(false), QUIET_MS);
  };

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "ask") {
      if (close && latest) tell({ kind: "state", state: latest });
      return;
    }
    if (close) return;
    waitForWord();
    if (data.kind === "state") options.onState(data.state);
    else if (data.kind === "return") options.onReturn();
    else {
      lastId = data.event.id ?? lastId;
      options.onEvent(data.event);
    }
  };
  void locks
    .request(name, { signal: stopping.signal }, () => {
      listen(true);
      return new Promise<void>((release) => stopping.signal.addEventListener("abort", () => release(), { once: true }));
    })
    .catch(() => undefined);
  tell({ kind: "ask" });
  waitForWord();
  return () => {
    stopping.abort();
    clearTimeout(quiet);
    channel.close();
    close?.();
  };
}
