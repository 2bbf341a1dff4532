// JSON log lines on stdout, with the same fields as the other parts of Isotherm.
import { redacted, redactedField } from "./redact";
import { currentRequest } from "./request";
import { settings } from "./settings";

const LEVELS = { debug: 10, info: 20, warning: 30, error: 40 } as const;
type Level = keyof typeof LEVELS;

/** What every line says of the request that it was written for. */
function ofRequest(): object {
  const request = currentRequest();
  if (!request) return {};
  const { place } = request.span;
  return {
    request_id: request.id,
    ...(place?.isSampled ? { trace_id: place.traceId, span_id: place.spanId } : {}),
  };
}

/** Write a line; what must not be logged is taken out of its message and fields. */
export function log(level: Level, logger: string, message: string, extra: object = {}): void {
  const { instance, logLevel } = settings();
  if (LEVELS[level] < LEVELS[logLevel]) return;
  const line = {
    time: new Date().toISOString(),
    level,
    service: "frontend",
    instance,
    logger,
    message,
    ...ofRequest(),
    ...extra,
  };
  process.stdout.write(`${JSON.stringify(line, redactedField)}\n`);
}

/** A value that somebody has printed, as text. Of an object only its JSON is shown, without secret fields. */
function textOf(part: unknown): string {
  if (typeof part === "string") return part;
  if (part instanceof Error) return redacted(part.stack ?? part.message) + causeOf(part);
  if (typeof part !== "object" || part === null) return String(part);
  try {
    return JSON.stringify(part, redactedField);
  } catch {
    return Object.prototype.toString.call(part);
  }
}

const causeOf = ({ cause }: Error): string =>
  cause instanceof Error ? `\ncaused by ${cause.name}: ${cause.message}` : "";

/** Redirect the console, which Next.js writes to, and Node.js's warnings to JSON log lines. */
export function captureConsole(): void {
  const write =
    (level: Level) =>
    (...parts: unknown[]) => {
      const message = parts.map(textOf).join(" ").trim();
      if (message !== "") log(level, "next", message);
    };
  Object.assign(console, {
    debug: write("debug"),
    log: write("info"),
    info: write("info"),
    warn: write("warning"),
    error: write("error"),
    trace: write("debug"),
    dir: write("info"),
  });
  // Who reads the log may leave: that must not end the process.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  process.removeAllListeners("warning").on("warning", (warning) => {
    log("warning", "node", `${warning.name}: ${warning.message}`);
  });
}

/** An error and its cause as short text, without a stack. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return redacted(String(error));
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return redacted(error.message + cause);
}
