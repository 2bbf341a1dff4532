// How an exchange with another server failed, for the counter of such failures.
import { increment } from "./metrics";

export type Upstream = "api" | "sign-in";
export type FailureKind = "unreachable" | "timeout" | "broken" | "status" | "invalid";

/** Codes of fetch's causes: the connection ended after it was made. */
const BROKEN = new Set([
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_SOCKET",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
]);
const TIMEOUTS = new Set([
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";

/** What an error of fetch means: no connection, no response in time, or a connection that broke. */
export function kindOf(error: unknown): FailureKind {
  const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const isAbort = [error, cause].some(
    (each) => each instanceof Error && ["TimeoutError", "AbortError"].includes(each.name),
  );
  if (isAbort || TIMEOUTS.has(codeOf(cause))) return "timeout";
  return BROKEN.has(codeOf(cause)) ? "broken" : "unreachable";
}

export const countFailure = (upstream: Upstream, kind: FailureKind): void =>
  increment("isotherm_frontend_upstream_failures_total", { upstream, kind });
