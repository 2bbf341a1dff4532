// One live stream to the server: connects, listens, and reconnects after a failure.
import { problemOf, unreachable } from "../api/http";
import { serverNow } from "@/time/server-clock";
import { scopeQuery, type LiveScope } from "@/domain/live-scope";
import { EventParser, type ServerEvent } from "./sse";

type Phase = "connecting" | "live" | "waiting" | "ended";

export interface LiveState {
  phase: Phase;
  /** When data last arrived; null before the first time. */
  lastHeard: number | null;
  /** While waiting: when the next attempt is due. */
  nextTry: number | null;
  /** While waiting or ended: what went wrong. */
  problem: { title: string; signedOut: boolean } | null;
}

export interface StreamOptions {
  /** Id of the last event seen before this stream: the server resumes after it. */
  after?: string | null;
  /** When data last arrived on the previous stream; null without one. */
  lastHeard?: number | null;
  onState: (state: LiveState) => void;
  onEvent: (event: ServerEvent) => void;
  /** Called after a reconnect that cannot recover missed events. */
  onReturn: () => void;
  /** What to follow; asked at each connection. Without it, every sensor. */
  scope?: () => LiveScope;
  /** Called instead of a failure if the server does not know the scope. */
  onRefused?: () => void;
}

export interface OpenStream {
  /** End the stream for good. */
  stop: () => void;
  /** Connect anew, as the scope has changed; the server goes on after the event `after`. */
  resume: (after: string | null) => void;
}

const LONG_AWAY_MS = 60_000;
const SILENCE_MS = 45_000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15_000];

/** Start the stream. */
export function openStream(options: StreamOptions): OpenStream {
  let stopped = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | undefined;
  let lastId = options.after ?? null;
  let everLive = typeof options.lastHeard === "number";
  let state: LiveState = {
    phase: "connecting",
    lastHeard: options.lastHeard ?? null,
    nextTry: null,
    problem: null,
  };

  const change = (next: Partial<LiveState>) => {
    if (stopped) return;
    state = { ...state, ...next };
    options.onState(state);
  };

  const retry = (delay: number) => {
    if (!stopped) timer = setTimeout(() => void run(), delay);
  };

  const wait = ({ title, signedOut }: { title: string; signedOut: boolean }) => {
    if (stopped) return;
    const problem = { title, signedOut };
    if (signedOut) {
      change({ phase: "ended", problem, nextTry: null });
      return;
    }
    const delay = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 15_000;
    failures += 1;
    change({ phase: "waiting", problem, nextTry: serverNow() + delay });
    retry(delay);
  };

  const listen = async (body: ReadableStream<Uint8Array>, controller: AbortController) => {
    const reader = body
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
      .getReader();
    const parser = new EventParser();
    let guard = setTimeout(() => controller.abort(), SILENCE_MS);
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(guard);
        guard = setTimeout(() => controller.abort(), SILENCE_MS);
        failures = 0;
        change({ phase: "live", lastHeard: serverNow(), nextTry: null, problem: null });
        if (controller !== current) return;
        for (const event of parser.push(value)) {
          lastId = event.id ?? lastId;
          if (event.event !== "") options.onEvent(event);
        }
      }
    } finally {
      clearTimeout(guard);
    }
  };

  const run = async (): Promise<void> => {
    if (stopped) return;
    const controller = new AbortController();
    current = controller;
    try {
      const headers: Record<string, string> = { accept: "text/event-stream" };
      if (lastId !== null) headers["last-event-id"] = lastId;
      const query = scopeQuery(options.scope?.() ?? null);
      const response = await fetch(`/api/v1/live${query}`, {
        headers,
        cache: "no-store",
        signal: controller.signal,
      });
      if (controller !== current) return;
      if (response.status === 404 && query !== "" && options.onRefused) {
        options.onRefused();
        return;
      }
      if (!response.ok || !response.body) {
        wait(await problemOf(response));
        return;
      }
      // With the last event's id the server sends later events, but it keeps them for a limited time.
      const away = state.lastHeard === null ? 0 : serverNow() - state.lastHeard;
      if (everLive && (lastId === null || away > LONG_AWAY_MS)) options.onReturn();
      everLive = true;
      await listen(response.body, controller);
      if (controller !== current) return;
      // The server ends a stream when its token expires: reconnect at once.
      retry(failures === 0 ? 50 : 1000);
      failures = Math.max(failures, 1);
    } catch {
      if (controller === current) wait(unreachable());
    }
  };

  // A lost network may take minutes to end a connection that is idle; the browser knows at once.
  const browser = typeof window === "undefined" ? null : window;
  const onOffline = () => current?.abort();
  const onOnline = () => {
    if (state.phase !== "waiting") return;
    clearTimeout(timer);
    void run();
  };
  browser?.addEventListener("offline", onOffline);
  browser?.addEventListener("online", onOnline);
  options.onState(state);
  void run();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      browser?.removeEventListener("offline", onOffline);
      browser?.removeEventListener("online", onOnline);
      current?.abort();
    },
    resume: (after) => {
      lastId = after;
      // One that waits for its next try, or has ended, asks for the new scope then.
      if (state.phase === "waiting" || state.phase === "ended") return;
      clearTimeout(timer);
      const replaced = current;
      void run();
      replaced?.abort();
    },
  };
}
