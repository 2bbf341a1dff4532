// JSON log lines on stdout, with the same fields as the other parts of Isotherm.
import { settings } from "./settings";

const LEVELS = { debug: 10, info: 20, warning: 30, error: 40 } as const;
type Level = keyof typeof LEVELS;

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
    ...extra,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Redirect the console, which Next.js writes to, to JSON log lines. */
export function captureConsole(): void {
  const write =
    (level: Level) =>
    (...parts: unknown[]) => {
      const texts = parts.map((part) =>
        part instanceof Error
          ? (part.stack ?? part.message)
          : typeof part === "string"
            ? part
            : JSON.stringify(part),
      );
      log(level, "next", texts.join(" ").trim());
    };
  Object.assign(console, {
    debug: write("debug"),
    log: write("info"),
    info: write("info"),
    warn: write("warning"),
    error: write("error"),
  });
}

/** An error and its cause as short text, without a stack. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return error.message + cause;
}
