// Responses whose bodies are being forwarded, by session, in all bundles that Next.js builds of this module.
import { provide } from "./metrics";

interface Open {
  end: () => void;
  isLive: boolean;
}

const KEY = Symbol.for("isotherm.streams");
const store = globalThis as unknown as Record<symbol, Map<string, Set<Open>> | undefined>;
const open: Map<string, Set<Open>> = (store[KEY] ??= new Map<string, Set<Open>>());

const count = (isCounted: (entry: Open) => boolean): number =>
  [...open.values()].reduce((sum, entries) => sum + [...entries].filter(isCounted).length, 0);
provide("isotherm_frontend_open_responses", () => count(() => true));
provide("isotherm_frontend_live_streams", () => count(({ isLive }) => isLive));

/** Register the way to end an open response; return a function that removes it, and whether it did. */
export function addStream(session: string, end: () => void, isLive: boolean): () => boolean {
  const entry = { end, isLive };
  const entries = open.get(session) ?? new Set();
  open.set(session, entries.add(entry));
  return () => {
    const removed = entries.delete(entry);
    if (entries.size === 0 && open.get(session) === entries) open.delete(session);
    return removed;
  };
}

/** How many responses of a session are open. */
export const openOf = (session: string): number => open.get(session)?.size ?? 0;

/** End the open responses of one session: live streams and downloads. */
export function endStreamsOf(session: string): void {
  for (const { end } of [...(open.get(session) ?? [])]) end();
}

/** End all live streams, so that the process can stop; downloads may finish. */
export function endLiveStreams(): void {
  for (const entries of [...open.values()])
    for (const { end, isLive } of [...entries]) if (isLive) end();
}
