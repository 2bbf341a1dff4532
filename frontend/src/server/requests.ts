// What is counted, logged and traced of every request, whatever answers it.
import { randomUUID } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { log } from "./log";
import { CATALOGUE, increment, observe } from "./metrics";
import { enterRequest, runFor, type CurrentRequest } from "./request";
import { routeOf, type Route } from "./routes";
import { NO_SPAN, startSpan } from "./tracing/spans";

export const REQUEST_ID = "x-request-id";
const STARTED = "http.server.request.start";
const METHODS = CATALOGUE.isotherm_frontend_request_seconds.labels.method ?? [];
/** Not traced, and logged at `debug` alone: browsers ask for dozens with each page, and probes all the time. */
const QUIET = new Set(["static", "health"]);

interface Started {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

interface Ending {
  method: string;
  route: Route;
  /** 0 if there was no response. */
  status: number;
  seconds: number;
  isPrefetch: boolean;
  /** Whether the connection ended before the response did. */
  isCut: boolean;
}

const classOf = (status: number): string =>
  status === 0 ? "none" : `${Math.trunc(status / 100)}xx`;

function count({ span }: CurrentRequest, ending: Ending): void {
  const { method, route, status, seconds, isPrefetch } = ending;
  const labels = { method, route: route.group, status: classOf(status) };
  const traceId = span.place?.isSampled ? span.place.traceId : null;
  observe("isotherm_frontend_request_seconds", seconds, labels, traceId);
  const isPage = route.group === "page" || route.group === "navigation";
  if (isPage && !isPrefetch && status >= 200 && status < 300)
    increment("isotherm_frontend_pages_total", { page: route.template });
}

function note(request: CurrentRequest, { method, route, status, seconds, isCut }: Ending): void {
  if (status > 0) request.span.set("http.response.status_code", status);
  if (status >= 500) request.span.fail(String(status));
  request.span.end();
  const level = QUIET.has(route.group) ? "debug" : "info";
  log(level, "access", `${method} ${route.template} ${status}`, {
    method,
    route: route.template,
    status,
    seconds: Math.round(seconds * 1e4) / 1e4,
    subject: request.subject,
    // an address that nothing has may say anything
    ...(status === 404 ? {} : route.about),
    ...(isCut ? { cut: true } : {}),
  });
}

/** Begin a request: from here on everything that is done for it knows its id. */
function begin({ request, response }: Started): void {
  const startedAt = performance.now();
  const { headers } = request;
  const method = METHODS.includes(request.method ?? "") ? (request.method ?? "") : "other";
  const route = routeOf(request.url ?? "/", headers.rsc !== undefined);
  const isPrefetch = headers["next-router-prefetch"] !== undefined;
  // A `traceparent` from outside is not continued: a stranger must neither join nor force a trace.
  const span = QUIET.has(route.group)
    ? NO_SPAN
    : startSpan(`${method} ${route.template}`, "server", null, {
        "http.request.method": method,
        "http.route": route.template,
      });
  let isSettled = false;
  const end = (status: number, isCut: boolean) => {
    if (isSettled) return;
    isSettled = true;
    const seconds = (performance.now() - startedAt) / 1000;
    const ending = { method, route, status, seconds, isPrefetch, isCut };
    count(current, ending);
    runFor(current, () => note(current, ending));
  };
  const current: CurrentRequest = {
    id: randomUUID().replaceAll("-", ""),
    span,
    subject: null,
    settle: (status) => end(status, false),
  };
  span.set("isotherm.request_id", current.id);
  response.setHeader(REQUEST_ID, current.id);
  response.once("close", () => {
    const { headersSent, statusCode, writableFinished } = response;
    end(headersSent ? statusCode : 0, !writableFinished);
  });
  enterRequest(current);
}

/** Follow all requests, except those of a server for operators alone; return the undo. */
export function followRequests(except?: Server): () => void {
  const started = (message: unknown) => {
    const begun = message as Started;
    if (begun.server !== except) begin(begun);
  };
  subscribe(STARTED, started);
  return () => unsubscribe(STARTED, started);
}
