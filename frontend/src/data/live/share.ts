// One live stream per browser: the tab that holds a Web Lock listens and broadcasts to the others.
import { union, type LiveScope } from "@/domain/live-scope";
import { followed } from "./followed";
import type { ServerEvent } from "./sse";
import { openStream, type LiveState, type OpenStream, type StreamOptions } from "./stream";

type Message =
  | { kind: "state"; state: LiveState; id: string | null; complete?: string | null }
  | { kind: "event"; event: ServerEvent; complete?: string | null }
  | { kind: "return" }
  | { kind: "ask" }
  | { kind: "want"; tab: string; scope: LiveScope }
  | { kind: "leave"; tab: string };

export interface Following {
  stop: () => void;
  /** Follow other sensors from now on; the server sends what changed of them since they were followed last. */
  rescope: (scope: LiveScope) => void;
}

/** If the listening tab broadcasts nothing for this long, it is asleep and another tab takes over. */
const QUIET_MS = 60_000;
/** How long an heir waits for a last message: another tab may have just taken over. */
const GRACE_MS = 1_000;

/**
 * Follow the server's events for one user: of all sensors that one of the tabs wants. Browsers allow six
 * connections per site and the server six streams per user; a seventh tab would otherwise hang.
 */
export function followServer(
  subject: string,
  options: Omit<StreamOptions, "scope" | "onRefused">,
  first: LiveScope = null,
): Following {
  const name = `isotherm live ${subject}`;
  const locks = (navigator as Partial<Navigator>).locks;
  // Insecure contexts have no locks: each tab listens for itself.
  if (!locks || typeof BroadcastChannel === "undefined") return followAlone(options, first);
  const channel = new BroadcastChannel(name);
  const stopping = new AbortController();
  const { signal } = stopping;
  let stream: OpenStream | null = null;
  const tab = Math.random().toString(36).slice(2);
  const wanted = new Map<string, LiveScope>([[tab, first]]);
  const follows = followed(options.after ?? null, () => union([...wanted.values()]));
  let latest: LiveState | null = null;
  let received = 0;
  /** Events between our mark and the first message from another tab did not reach us. */
  let behind = follows.lastId !== null;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const broadcast = (message: Message) => {
    if (!signal.aborted) channel.postMessage(message);
  };
  const broadcastState = () =>
    latest &&
    broadcast({ kind: "state", state: latest, id: follows.lastId, complete: follows.complete });

  const listen = () => {
    clearTimeout(quiet);
    behind = false;
    if (stream) return;
    follows.begin();
    stream = openStream({
      after: follows.lastId,
      lastHeard: latest?.lastHeard ?? null,
      scope: () => follows.scope,
      onRefused: () => stream && follows.refused(stream),
      onState: (state) => {
        latest = state;
        options.onState(state);
        broadcastState();
      },
      onEvent: (event) => {
        follows.heard(event.id);
        options.onEvent(event);
        broadcast({ kind: "event", event, complete: follows.complete });
      },
      onReturn: returned,
    });
  };
  const returned = () => {
    options.onReturn();
    broadcast({ kind: "return" });
  };
  const retarget = () => {
    if (stream) follows.retarget(stream, returned);
  };
  const want = () => broadcast({ kind: "want", tab, scope: wanted.get(tab) ?? null });

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
    stream?.stop();
    stream = null;
    if (!signal.aborted) follow();
  };

  /** The listening tab has gone quiet: the other tabs try in turn to steal its lock. */
  const inherit = () => {
    const before = received;
    void locks
      .request(`${name} heir`, { signal }, async () => {
        await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
        if (stream || before !== received || signal.aborted) return;
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
    if (!stream && latest?.phase !== "ended") quiet = setTimeout(inherit, QUIET_MS);
  };

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "ask") {
      want();
      if (stream) broadcastState();
      return;
    }
    if (data.kind === "want" || data.kind === "leave") {
      if (data.kind === "want") wanted.set(data.tab, data.scope);
      else wanted.delete(data.tab);
      retarget();
      return;
    }
    if (stream) return;
    received += 1;
    if (behind) {
      behind = false;
      options.onReturn();
    }
    if (data.kind === "state") {
      latest = data.state;
      follows.told(data.id, data.complete);
      options.onState(data.state);
    } else if (data.kind === "return") options.onReturn();
    else {
      follows.told(data.event.id, data.complete);
      options.onEvent(data.event);
    }
    expectMessage();
  };
  const leave = () => broadcast({ kind: "leave", tab });
  const page = typeof window === "undefined" ? null : window;
  page?.addEventListener("pagehide", leave);
  page?.addEventListener("pageshow", want);
  follow();
  want();
  broadcast({ kind: "ask" });
  return {
    stop: () => {
      leave();
      page?.removeEventListener("pagehide", leave);
      page?.removeEventListener("pageshow", want);
      stopping.abort();
      clearTimeout(quiet);
      channel.close();
      stream?.stop();
    },
    rescope: (scope) => {
      wanted.set(tab, scope);
      want();
      retarget();
    },
  };
}

function followAlone(
  options: Omit<StreamOptions, "scope" | "onRefused">,
  first: LiveScope,
): Following {
  let mine = first;
  const follows = followed(options.after ?? null, () => mine);
  follows.begin();
  const stream: OpenStream = openStream({
    ...options,
    scope: () => follows.scope,
    onRefused: () => follows.refused(stream),
    onEvent: (event) => {
      follows.heard(event.id);
      options.onEvent(event);
    },
  });
  return {
    stop: stream.stop,
    rescope: (scope) => {
      mine = scope;
      follows.retarget(stream, options.onReturn);
    },
  };
}
