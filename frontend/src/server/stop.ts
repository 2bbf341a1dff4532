// The stop of this process. Whoever routes requests learns of it later than the process does, and a client may
// send its next request while its connection is being closed. So the process goes on serving for a while, and
// each response says that its connection ends.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

const STARTED = "http.server.request.start";
const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** What a process has for its signals. */
type Signalled = Pick<NodeJS.EventEmitter, "listeners" | "removeAllListeners" | "once">;

/** Have each response from now on end its connection; return the undo. */
export function announceEnd(): () => void {
  const started = (message: unknown) => {
    (message as { response: ServerResponse }).response.shouldKeepAlive = false;
  };
  subscribe(STARTED, started);
  return () => unsubscribe(STARTED, started);
}

/**
 * Put off what listens to the signals that stop a process, for which Next.js closes its server, by `delayMs`.
 * `announce` is called at once, and `ending` just before them.
 */
export function stopLater(
  process: Signalled,
  delayMs: number,
  ending: () => void,
  announce: () => unknown = announceEnd,
): void {
  for (const signal of SIGNALS) {
    const closing = process.listeners(signal);
    process.removeAllListeners(signal);
    process.once(signal, (...args: unknown[]) => {
      announce();
      setTimeout(() => {
        ending();
        for (const close of closing) close.call(process, ...args);
      }, delayMs);
    });
  }
}
