// What a page asks the API first of all. The server names it with the page, so that the browser asks
// before it has loaded a script; later the page asks the very same and finds the answer there.
import { PHONE } from "@/domain/phone";
import { ends, parseRange, pointsFor } from "@/time/range";

interface FirstAsk {
  /** Path and query as `data/api` writes them. */
  path: string;
  /** Asked only where this media query holds. */
  media?: string;
}

const SENSOR = /^\/sensors\/([a-z0-9-]+)\/([a-z0-9-]+)$/;

/** @param now the instant at which a range that follows now ends */
export function firstAsks(path: string, search: URLSearchParams, now: number): FirstAsk[] {
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

/** As the value of a Link header. */
export const asLinks = (asks: FirstAsk[]): string =>
  asks
    .map(
      ({ path, media }) =>
        `<${path}>; rel=preload; as=fetch; crossorigin=anonymous${media ? `; media="${media}"` : ""}`,
    )
    .join(", ");
