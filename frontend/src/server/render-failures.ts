// Errors that Next.js caught while it rendered a page or ran a route.
import { increment } from "./metrics";

const KINDS: Readonly<Record<string, string>> = {
  render: "page",
  route: "route",
  proxy: "proxy",
  middleware: "proxy",
};

/** Count an error by what Next.js says raised it. */
export function countRenderFailure(routeType: string): void {
  const kind = KINDS[routeType] ?? "other";
  increment("isotherm_frontend_render_failures_total", { kind });
}
