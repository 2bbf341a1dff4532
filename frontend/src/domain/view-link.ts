// The address of a view to share: with a fixed range, or one that follows now.
import { rangeQuery, type Range } from "@/time/range";
import { FOCUS_PARAMS } from "./focus";

const RANGE_PARAMS: readonly string[] = ["range", "from", "to"];

/** Replace the range of a query and set the given parameters; the others stay as they are. */
export function viewQuery(query: string, range: Range, set: Record<string, string> = {}): string {
  const replaced = [...RANGE_PARAMS, ...Object.keys(set)];
  const kept = query
    .split("&")
    .filter((part) => part && !replaced.includes(part.split("=")[0] ?? ""));
  const extra = Object.entries(set).map(([name, value]) => `${name}=${value}`);
  return [...kept, rangeQuery(range), ...extra].join("&");
}

/** The query without the excursion that the view was limited to, which another range ends. */
export const withoutFocus = (query: string): string =>
  query
    .split("&")
    .filter((part) => !FOCUS_PARAMS.some((name) => part.startsWith(`${name}=`)))
    .join("&");

/** The address with another range; its other parameters stay. */
export function viewLink(href: string, range: Range): string {
  const url = new URL(href);
  url.search = viewQuery(url.search.slice(1), range);
  url.hash = "";
  return url.href;
}
