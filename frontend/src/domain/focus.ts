// A span within the range of a view that its table is limited to, kept in the address:
// ?excursion=FROM-TO in ms. `back` is the range that the reader came from.
import { fixed, isInstant, parseRange, rangeQuery, type Range } from "@/time/range";

export interface Span {
  from: number;
  to: number;
}

export const FOCUS_PARAMS = ["excursion", "back"] as const;

/** The least time shown before and after a span, in ms. */
const LEAST_AIR = 5 * 60_000;
const HALF_A_DAY = 12 * 3_600_000;

/** Parse the span of an address; null without a valid one. */
export function parseFocus(search: URLSearchParams): Span | null {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(search.get("excursion") ?? "");
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  return isInstant(from) && isInstant(to) && to >= from ? { from, to } : null;
}

/** The span with half its length, and at least five minutes, on either side, ending now at the latest. */
export function around({ from, to }: Span, now: number): Range {
  const air = Math.max(LEAST_AIR, (to - from) / 2);
  return fixed(from - air, to + air, now);
}

/** The search parameters that limit a view to a span and remember the range before. */
export function focusParams({ from, to }: Span, range: Range): Record<string, string> {
  return {
    excursion: `${from}-${to}`,
    back: "follow" in range ? range.follow : `${range.from}-${range.to}`,
  };
}

/** The range that the reader came from; without one, the day around the span. */
export function rangeBack(search: URLSearchParams, { from, to }: Span, now: number): Range {
  const back = search.get("back") ?? "";
  const [start, end] = back.split("-");
  const query = end === undefined ? `range=${back}` : `from=${start ?? ""}&to=${end}`;
  const range = parseRange(new URLSearchParams(query));
  return back !== "" && rangeQuery(range) === query
    ? range
    : fixed(from - HALF_A_DAY, to + HALF_A_DAY, now);
}
