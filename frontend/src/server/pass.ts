// Passes a browser's /api/v1 request on to api with the session's bearer, and streams the answer back.
import { log, reason } from "./log";
import { change, increment } from "./metrics";
import { SessionEnded } from "./oidc";
import { problem } from "./problem";
import { changesState, isSameOrigin } from "./same-origin";
import { endedCookie, readSession, sessionCookie } from "./session";
import { settings } from "./settings";
import { accessToken } from "./tokens";

const PASSED_ON = [
  "accept",
  "accept-language",
  "content-type",
  "if-match",
  "if-none-match",
  "last-event-id",
  "traceparent",
];
const PASSED_BACK = [
  "content-type",
  "content-disposition",
  "etag",
  "last-modified",
  "cache-control",
  "vary",
  "link",
  "location",
  "retry-after",
  "x-accel-buffering",
  "x-request-id",
  "deprecation",
];
const HEADERS_WITHIN_MS = 30_000;

function picked(from: Headers, names: string[]): Headers {
  const to = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) to.set(name, value);
  }
  return to;
}

/** Aborts with the browser, when api sends no headers in time, and when the bearer runs out. */
function watch(request: Request, expiresAt: number) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  request.signal.addEventListener("abort", abort, { once: true });
  let timer = setTimeout(abort, HEADERS_WITHIN_MS);
  return {
    signal: controller.signal,
    abort,
    answered(isStream: boolean) {
      clearTimeout(timer);
      if (isStream) timer = setTimeout(abort, Math.max(1000, expiresAt - Date.now()));
    },
    done() {
      clearTimeout(timer);
      request.signal.removeEventListener("abort", abort);
    },
  };
}

const streams = new Set<() => void>();

/** Ends every live stream, so that a stopping process can stop. */
export function endStreams(): void {
  for (const end of streams) end();
}

/** The body with `finished` called once, however it ends. A live stream that is cut ends, without an error. */
function observed(
  body: ReadableStream<Uint8Array>,
  isStream: boolean,
  finished: () => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) {
          controller.enqueue(value);
          return;
        }
      } catch (error) {
        // A file that breaks off must not look whole. Of live events the browser sees the end and connects again.
        if (!isStream) {
          finished();
          controller.error(error);
          return;
        }
      }
      finished();
      controller.close();
    },
    async cancel(why) {
      finished();
      await reader.cancel(why).catch(() => undefined);
    },
  });
}

/** Answers one request under /api/v1. */
export async function passOn(request: Request): Promise<Response> {
  const where = settings();
  const { pathname, search } = new URL(request.url);
  if (!pathname.startsWith("/api/v1/")) return problem("not-found");
  if (changesState(request.method) && !isSameOrigin(request.headers, where.publicUrl)) {
    return problem("not-same-origin");
  }
  const session = readSession(request.headers.get("cookie"), where);
  if (!session) return problem("signed-out");
  let held;
  try {
    held = await accessToken(session);
  } catch (error) {
    if (error instanceof SessionEnded)
      return problem("signed-out", { "set-cookie": endedCookie(where) });
    increment("isotherm_frontend_upstream_failures_total", { upstream: "sign-in" });
    return problem("sign-in-unreachable", { "retry-after": "5" });
  }
  const headers = picked(request.headers, PASSED_ON);
  headers.set("authorization", `Bearer ${held.accessToken}`);
  // What api packs, fetch unpacks again, and Next.js takes no packed answer from a route.
  headers.set("accept-encoding", "identity");
  const guard = watch(request, held.expiresAt);
  let answer: Response;
  try {
    answer = await fetch(where.apiUrl + pathname + search, {
      method: request.method,
      headers,
      signal: guard.signal,
      cache: "no-store",
      redirect: "manual",
      ...(changesState(request.method) && request.body
        ? { body: request.body, duplex: "half" }
        : {}),
    });
  } catch (error) {
    guard.done();
    increment("isotherm_frontend_upstream_failures_total", { upstream: "api" });
    if (!request.signal.aborted) {
      log("warning", "pass", "api did not answer", {
        method: request.method,
        path: pathname,
        reason: reason(error),
      });
    }
    return problem("api-unreachable", { "retry-after": "5" });
  }
  increment("isotherm_frontend_requests_total", {
    method: request.method,
    status: String(answer.status),
  });
  const back = picked(answer.headers, PASSED_BACK);
  if (!back.has("cache-control")) back.set("cache-control", "no-store");
  if (held.session.refreshedAt > session.refreshedAt)
    back.append("set-cookie", sessionCookie(held.session, where));
  const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  guard.answered(isStream);
  if (isStream) {
    back.set("cache-control", "no-cache, no-transform");
    back.set("x-accel-buffering", "no");
    change("isotherm_frontend_live_streams", 1);
    streams.add(guard.abort);
  }
  if (!answer.body) {
    guard.done();
    return new Response(null, { status: answer.status, headers: back });
  }
  const body = observed(answer.body, isStream, () => {
    guard.done();
    if (streams.delete(guard.abort)) change("isotherm_frontend_live_streams", -1);
  });
  return new Response(body, { status: answer.status, headers: back });
}
