// Errors of this process that nothing caught. Next.js lets it go on after them, so they are counted here.
import { log, reason } from "./log";
import { increment } from "./metrics";

function note(kind: "error" | "rejection", error: unknown): void {
  increment("isotherm_frontend_uncaught_errors_total", { kind });
  log("error", "process", "uncaught error in the server", { kind, error: reason(error) });
}

/** Count and log what nothing catches, without deciding whether the process goes on; return the undo. */
export function followUncaught(): () => void {
  const onError = (error: unknown) => note("error", error);
  const onRejection = (error: unknown) => {
    // As if this listener were not there: it then becomes an uncaught error, and is counted as one.
    if (process.listenerCount("unhandledRejection") === 1) throw error;
    note("rejection", error);
  };
  process.on("uncaughtExceptionMonitor", onError).on("unhandledRejection", onRejection);
  return () => {
    process.off("uncaughtExceptionMonitor", onError).off("unhandledRejection", onRejection);
  };
}
