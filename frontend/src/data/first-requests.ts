// A page's first requests to the API. The server names them in a Link header (preload), so that the
// browser sends them before it has loaded a script; the page then repeats them and gets the preload.
import { PHONE } from "@/domain/phone";
import { ends, parseRange, pointsFor } from "@/time/range";

interface FirstRequest {
  /** Path and query as `data/api` writes them. */
  path: string;
  /** Preload only if this media query matches. */
  media?: string;
}

const SENSOR = /^\/sensors\/([a-z0-9-]+)\/([a-z0-9-]+)$/;

/** @param now the instant at which a range that follows now ends */
export function firstRequests(path: string, search: URLSearchParams, now: number): FirstRequest[] {
  const me = { path: "/api/v1/me" };
  if (path === "/") return [me, { path: "/api/v1/overview" }];
  const [, site, slug] = SENSOR.exec(path) ?? [];
  if (site === undefined || slug === undefined) return [me];
  const { from, to } = ends(parseRange(search), now);
  const series = (phone: boolean) =>
    `/api/v1/series?sensor=${encodeURIComponent(`${site}/${slug}`)}&from=${from}&to=${to}&points=${pointsFor(phone)}`;
  return [
    me,
    { path: `/api/v1/sensors/${site}/${slug}` },
    { path: series(true), media: PHONE },
    { path: series(false), media: `not all and ${PHONE}` },
  ];
}

/** The requests as the value of a Link header. */
export const linkHeader = (asks: FirstRequest[]): string =>
  asks
    .map(
      ({ path, media }) =>
        `<${path}>; rel=preload; as=fetch; crossorigin=anonymous${media ? `; media="${media}"` : ""}`,
    )
    .join(", ");
