// The address of a view to give to someone: standing still at its instants, or following now.
import { rangeQuery, type Range } from "@/time/range";

const OF_THE_RANGE = ["range", "from", "to"];

/** The address with another range; everything else of the view is kept. */
export function viewLink(href: string, range: Range): string {
  const url = new URL(href);
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((part) => part && !OF_THE_RANGE.includes(part.split("=")[0] ?? ""));
  url.search = [...kept, rangeQuery(range)].join("&");
  url.hash = "";
  return url.href;
}
