// What happens to every request before Next.js sees it, also to those that it answers by itself: Next.js
// responds to an address that it cannot decode with status 500, before a route or src/proxy.ts runs.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { BAD_METHOD, FORBIDDEN_METHODS, servedTarget } from "./address";
import { OFFLINE_POLICY } from "./offline/page";
import { WORKER_POLICY } from "./offline/worker";
import { responseHeaders } from "./policy";
import type { Settings } from "./settings";

/** The policies of the two responses that are neither pages of the app nor without scripts. */
const POLICIES: ReadonlyMap<string, string> = new Map([
  ["/sw.js", WORKER_POLICY],
  ["/offline", OFFLINE_POLICY],
]);
const STARTED = "http.server.request.start";

/** Lead unreadable requests to their error, and set the headers of all responses; return the undo. */
export function openGate(where: Pick<Settings, "publicUrl">): () => void {
  const headers = new Map(Object.entries(responseHeaders(where)));
  const started = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    request.url = servedTarget(request.url ?? "/");
    if (FORBIDDEN_METHODS.has(request.method ?? ""))
      Object.assign(request, { method: "GET", url: BAD_METHOD });
    response.setHeaders(headers);
    const policy = POLICIES.get(request.url.split("?", 1)[0] ?? "");
    if (policy !== undefined) response.setHeader("content-security-policy", policy);
  };
  subscribe(STARTED, started);
  return () => unsubscribe(STARTED, started);
}
