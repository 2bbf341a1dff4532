// Which route a request is for, as a template and as one of few groups: an address itself is neither logged nor
// counted, as it may hold anything.
import apiRoutes from "./api-routes.json";
import { isDecodable } from "./address";
import { CATALOGUE } from "./metrics";

export type RouteGroup =
  "api" | "live" | "download" | "page" | "navigation" | "sign-in" | "static" | "health" | "other";

export interface Route {
  /** Such as `/api/v1/sensors/{site}/{sensor}`; `unmatched` for an address that nothing has. */
  template: string;
  group: RouteGroup;
  /** The device or sensor of api's that the address names, as in the log lines of the other parts. */
  about?: { device?: string; sensor?: string };
}

const UNMATCHED = "unmatched";
const GROUPS: Readonly<Record<string, RouteGroup>> = {
  "/api/v1/live": "live",
  "/api/v1/export": "download",
};
/** Addresses that are their own template. */
const OWN = new Map<string, RouteGroup>(
  Object.entries({
    "/auth/login": "sign-in",
    "/auth/callback": "sign-in",
    "/auth/logout": "sign-in",
    "/page-errors": "other",
    "/healthz": "health",
    "/sw.js": "static",
    "/offline": "static",
    "/icon.svg": "static",
    "/favicon.ico": "static",
  }),
);

/** The templates of pages, such as `/sites/{site}`. */
export const PAGES = CATALOGUE.isotherm_frontend_pages_total.labels.page as readonly string[];

interface Pattern {
  template: string;
  pattern: RegExp;
}

/** Patterns, those with the fewest parameters first, as a word goes before a parameter. */
function patternsOf(templates: readonly string[]): Pattern[] {
  const parameters = (template: string) => template.split("{").length;
  return templates
    .toSorted((a, b) => parameters(a) - parameters(b))
    .map((template) => {
      const words = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
      return {
        template,
        pattern: new RegExp(`^${words.replace(/\{([^}]*)\}/g, "(?<$1>[^/]+)")}$`),
      };
    });
}

const API = patternsOf(apiRoutes);
const OF_PAGES = patternsOf(PAGES);
const match = (patterns: Pattern[], path: string): Pattern | undefined =>
  patterns.find(({ pattern }) => pattern.test(path));

/** The hardware that an address of api's names. */
function aboutOf({ pattern }: Pattern, path: string): Route["about"] {
  const { site, sensor, device } = pattern.exec(path)?.groups ?? {};
  if (!isDecodable(path)) return {};
  return {
    ...(device ? { device: decodeURIComponent(device) } : {}),
    ...(site && sensor ? { sensor: decodeURIComponent(`${site}/${sensor}`) } : {}),
  };
}

/** The route of a request's target, such as `/sites/a?tab=access`; `isNavigation` if only data is asked for. */
export function routeOf(target: string, isNavigation: boolean): Route {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "").split(/[?#]/, 1)[0] ?? "";
  if (path.startsWith("/_next/")) return { template: "/_next/{file}", group: "static" };
  const own = OWN.get(path);
  if (own) return { template: path, group: own };
  if (path.startsWith("/api/")) {
    const pattern = match(API, path);
    if (pattern) {
      const { template } = pattern;
      return { template, group: GROUPS[template] ?? "api", about: aboutOf(pattern, path) };
    }
    return { template: UNMATCHED, group: path.startsWith("/api/v1/") ? "api" : "other" };
  }
  const template = match(OF_PAGES, path)?.template;
  if (template) return { template, group: isNavigation ? "navigation" : "page" };
  return { template: UNMATCHED, group: "other" };
}
