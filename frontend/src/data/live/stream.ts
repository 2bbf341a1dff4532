// Keeps one live stream to the server: connects, listens, and comes back after a failure.
import { problemOf, unreachable } from "../api/http";
import { serverNow } from "@/time/server-clock";
import { EventParser, type ServerEvent } from "./sse";

type Phase = "connecting" | "live" | "waiting" | "ended";

export interface LiveState {
  phase: Phase;
  /** When the stream was last known to be whole; null before the first time. */
  lastHeard: number | null;
  /** While waiting: when the next try is due. */
  nextTry: number | null;
  /** While waiting or ended: what the server said is wrong. */
  problem: { title: string; signedOut: boolean } | null;
}

export interface StreamOptions {
  /** The last event seen before this stream: the server begins after it. */
  after?: string | null;
  /** When the stream before this one was last known to be whole; null where there was none. */
  lastHeard?: number | null;
  onState: (state: LiveState) => void;
  onEvent: (event: ServerEvent) => void;
  /** Called when a stream stands again that cannot tell what was missed meanwhile. */
  onReturn: () => void;
}

const LONG_AWAY_MS = 60_000;
const SILENCE_MS = 45_000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15_000];

/** Starts the stream; the returned function ends it for good. */
export function openStream(options: StreamOptions): () => void {
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

  const again = (delay: number) => {
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
    again(delay);
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
      const answer = await fetch("/api/v1/live", {
        headers,
        cache: "no-store",
        signal: controller.signal,
      });
      if (!answer.ok || !answer.body) {
        wait(await problemOf(answer));
        return;
      }
      // With the last event's id the server sends what changed since; after long it may not know all.
      const away = state.lastHeard === null ? 0 : serverNow() - state.lastHeard;
      if (everLive && (lastId === null || away > LONG_AWAY_MS)) options.onReturn();
      everLive = true;
      await listen(answer.body, controller);
      // The server ends a stream when its bearer runs out: come back at once.
      again(failures === 0 ? 50 : 1000);
      failures = Math.max(failures, 1);
    } catch {
      wait(unreachable());
    }
  };

  options.onState(state);
  void run();
  return () => {
    stopped = true;
    clearTimeout(timer);
    current?.abort();
  };
}
