// Requests to other servers, api and the sign-in service: timed, traced, and counted if they fail.
import { increment, observe } from "./metrics";
import { currentSpan } from "./request";
import { startSpan, traceparentOf } from "./tracing/spans";

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
    (thrown) => thrown instanceof Error && ["TimeoutError", "AbortError"].includes(thrown.name),
  );
  if (isAbort || TIMEOUTS.has(codeOf(cause))) return "timeout";
  return BROKEN.has(codeOf(cause)) ? "broken" : "unreachable";
}

export const countFailure = (upstream: Upstream, kind: FailureKind): void =>
  increment("isotherm_frontend_upstream_failures_total", { upstream, kind });

/**
 * Fetch from another server, as a child span of the request that is being answered. `route` is the address without
 * what may be anybody's: a template. Raise fetch's errors.
 */
export async function ask(
  upstream: Upstream,
  route: string,
  url: string,
  init: RequestInit & { duplex?: "half" },
): Promise<Response> {
  const method = init.method ?? "GET";
  const { hostname, port } = new URL(url);
  const span = startSpan(`${method} ${route}`, "client", currentSpan(), {
    "http.request.method": method,
    "url.template": route,
    "server.address": hostname,
    ...(port ? { "server.port": Number(port) } : {}),
  });
  const parent = traceparentOf(span);
  const headers = parent ? new Headers(init.headers) : init.headers;
  if (parent && headers instanceof Headers) headers.set("traceparent", parent);
  const startedAt = performance.now();
  try {
    const response = await fetch(url, { cache: "no-store", ...init, headers });
    span.set("http.response.status_code", response.status);
    if (response.status >= 400) span.fail(String(response.status));
    return response;
  } catch (error) {
    span.fail(kindOf(error));
    throw error;
  } finally {
    span.end();
    observe("isotherm_frontend_upstream_seconds", (performance.now() - startedAt) / 1000, {
      upstream,
    });
  }
}
