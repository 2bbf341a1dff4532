// The proxy: forwards a browser's /api/v1 request to api with the session's bearer token and streams
// the response back.
import { IDENTITY_HEADER, identity } from "./identity";
import { log, reason } from "./log";
import { SessionEnded, SignInUnreachable } from "./oidc";
import { problem } from "./problem";
import { currentRequest, setSubject } from "./request";
import { REQUEST_ID } from "./requests";
import { routeOf } from "./routes";
import { changesState, isSameOrigin } from "./same-origin";
import { endedCookie, readSession, sessionCookie } from "./session";
import { settings } from "./settings";
import { addStream, openOf } from "./streams";
import { accessToken, forget, isEnded } from "./tokens";
import { ask, countFailure, kindOf } from "./upstream";

const REQUEST_HEADERS = [
  "accept",
  "accept-language",
  "content-type",
  "if-match",
  "if-none-match",
  "last-event-id",
];
const RESPONSE_HEADERS = [
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
  "deprecation",
  "isotherm-recalculating",
];
const HEADERS_TIMEOUT_MS = 30_000;
/** Of one session at once: more than six tabs of a browser ever have. */
const MOST_OPEN = 64;

function picked(from: Headers, names: string[]): Headers {
  const to = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) to.set(name, value);
  }
  return to;
}

/** Abort when the browser does, when api sends no headers in time, and when a stream's token expires. */
function watch(request: Request, expiresAt: number) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  request.signal.addEventListener("abort", abort, { once: true });
  let timer = setTimeout(abort, HEADERS_TIMEOUT_MS);
  return {
    signal: controller.signal,
    abort,
    headersReceived(isStream: boolean) {
      clearTimeout(timer);
      if (isStream) timer = setTimeout(abort, Math.max(1000, expiresAt - Date.now()));
    },
    done() {
      clearTimeout(timer);
      request.signal.removeEventListener("abort", abort);
    },
  };
}

/** Wrap a body to call `finished` at its end. A live stream that breaks off ends without an error. */
function observed(
  body: ReadableStream<Uint8Array>,
  isStream: boolean,
  finished: (error?: unknown) => void,
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
        // A truncated file must not look complete. After the end of a live stream the browser reconnects.
        if (!isStream) {
          finished(error);
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

/** The refusal of a session that has too many responses open: what a browser does not read is kept here. */
const tooMany = (session: string): Response | null =>
  openOf(session) >= MOST_OPEN ? problem("too-many", { "retry-after": "1" }) : null;

/** Respond to one request under /api/v1. */
export async function forward(request: Request): Promise<Response> {
  const where = settings();
  const { pathname, search } = new URL(request.url);
  if (!pathname.startsWith("/api/v1/")) return problem("not-found");
  if (changesState(request.method) && !isSameOrigin(request.headers, where.publicUrl)) {
    return problem("not-same-origin");
  }
  const session = readSession(request.headers.get("cookie"), where);
  if (!session) return problem("signed-out");
  setSubject(session.subject);
  const full = tooMany(session.id);
  if (full) return full;
  const ended = () => problem("signed-out", { "set-cookie": endedCookie(where) });
  let held;
  try {
    held = await accessToken(session);
  } catch (error) {
    if (error instanceof SessionEnded) return ended();
    return error instanceof SignInUnreachable
      ? problem("sign-in-unreachable", { "retry-after": "5" })
      : problem("sign-in-refused");
  }
  const headers = picked(request.headers, REQUEST_HEADERS);
  headers.set("authorization", `Bearer ${held.accessToken}`);
  headers.set(IDENTITY_HEADER, identity(where));
  // fetch would decompress api's response again, and Next.js accepts no compressed response from a route.
  headers.set("accept-encoding", "identity");
  const current = currentRequest();
  if (current) headers.set(REQUEST_ID, current.id);
  const guard = watch(request, held.expiresAt);
  const { template } = routeOf(pathname, false);
  let response: Response;
  try {
    response = await ask("api", template, where.apiUrl + pathname + search, {
      method: request.method,
      headers,
      signal: guard.signal,
      redirect: "manual",
      ...(changesState(request.method) && request.body
        ? { body: request.body, duplex: "half" }
        : {}),
    });
  } catch (error) {
    guard.done();
    if (!request.signal.aborted) {
      countFailure("api", kindOf(error));
      log("warning", "pass", "api did not respond", {
        method: request.method,
        route: template,
        why: reason(error),
      });
    }
    return problem("api-unreachable", { "retry-after": "5" });
  }
  if (response.status >= 500) countFailure("api", "status");
  // Others may have been opened, or somebody may have signed out, while api was asked.
  const refusal = tooMany(session.id) ?? (isEnded(session.id) ? ended() : null);
  if (refusal) {
    guard.abort();
    guard.done();
    return refusal;
  }
  // A token that api refuses is not sent again: its session may have ended at another replica.
  if (response.status === 401) forget(session.id);
  const back = picked(response.headers, RESPONSE_HEADERS);
  if (!back.has("cache-control")) back.set("cache-control", "no-store");
  if (held.session.refreshedAt > session.refreshedAt)
    back.append("set-cookie", sessionCookie(held.session, where));
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  guard.headersReceived(isStream);
  if (isStream) {
    back.set("cache-control", "no-cache, no-transform");
    back.set("x-accel-buffering", "no");
  }
  if (isStream || back.has("content-disposition")) current?.settle(response.status);
  if (!response.body) {
    guard.done();
    return new Response(null, { status: response.status, headers: back });
  }
  const remove = addStream(session.id, guard.abort, isStream);
  const body = observed(response.body, isStream, (error) => {
    if (error !== undefined && !guard.signal.aborted) countFailure("api", kindOf(error));
    guard.done();
    remove();
  });
  return new Response(body, { status: response.status, headers: back });
}
