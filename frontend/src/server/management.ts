// healthz, readyz and metrics on a separate, non-public port.
import { createServer, type Server, type ServerOptions } from "node:http";
import { log } from "./log";
import { render } from "./metrics-text";

/** Milliseconds that a client has for a request, and how often that is checked; bytes of its head. */
const LIMITS: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
};
const MOST_CONNECTIONS = 64;

/** Start listening, without keeping the process alive; readyz fails unless `isReady`. */
export function serveManagement(
  host: string,
  port: number,
  limits: ServerOptions = {},
  isReady: () => boolean = () => true,
): Server {
  const server = createServer({ ...LIMITS, ...limits }, (request, response) => {
    const path = request.url?.split("?")[0];
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
    } else if (path === "/readyz" && !isReady()) {
      response
        .writeHead(503, { "content-type": "application/json" })
        .end('{"status":"not ready","checks":{"running":false}}');
    } else if (path === "/healthz" || path === "/readyz") {
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
    } else if (path === "/metrics") {
      const { type, text } = render(request.headers.accept);
      response.writeHead(200, { "content-type": type }).end(text);
    } else {
      response.writeHead(404).end();
    }
  });
  server.on("error", (error) =>
    log("error", "management", "cannot listen", { host, port, why: error.message }),
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(port, host).unref();
  return server;
}
