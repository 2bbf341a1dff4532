// The address of a view to share: with a fixed range, or one that follows now.
import { rangeQuery, type Range } from "@/time/range";

const RANGE_PARAMS = ["range", "from", "to"];

/** The address with another range; its other parameters stay. */
export function viewLink(href: string, range: Range): string {
  const url = new URL(href);
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((part) => part && !RANGE_PARAMS.includes(part.split("=")[0] ?? ""));
  url.search = [...kept, rangeQuery(range)].join("&");
  url.hash = "";
  return url.href;
}
