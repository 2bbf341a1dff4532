// Turns tracing on for the process, and off at its end. OpenTelemetry is loaded only here, and only if it is on.
import { CONSOLE } from "../settings";
import type { Who } from "./recording";
import { recordBy } from "./spans";

/** How long the end of the process waits for spans that are queued. */
export const GRACE_MS = 3000;

/** Record spans and send them to a collector's address or to the console; return the way to end that. */
export async function startTracing(
  who: Who,
  endpoint: string | null,
  ratio: number,
): Promise<(graceMs?: number) => Promise<void>> {
  if (endpoint === null) return () => Promise.resolve();
  const [{ recorderOf }, { Sender }] = await Promise.all([
    import("./recording"),
    import("./sender"),
  ]);
  const push =
    endpoint === CONSOLE
      ? (await import("./console")).pushToConsole
      : (await import("./otlp")).pushTo(endpoint);
  const sender = new Sender(push);
  recordBy(recorderOf(who, ratio, (span) => sender.add(span)));
  return async (graceMs = GRACE_MS) => {
    recordBy(undefined);
    await sender.close(graceMs);
  };
}
