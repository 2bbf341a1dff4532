// healthz, readyz and metrics on a separate, non-public port.
import { createServer } from "node:http";
import { log } from "./log";
import { render } from "./metrics";

/** Start listening, without keeping the process alive. */
export function serveManagement(host: string, port: number): void {
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0];
    if (path === "/healthz" || path === "/readyz") {
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ok"}');
    } else if (path === "/metrics") {
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(render());
    } else {
      response.writeHead(404).end();
    }
  });
  server.on("error", (error) =>
    log("error", "management", "cannot listen", { host, port, reason: error.message }),
  );
  server.listen(port, host).unref();
}
