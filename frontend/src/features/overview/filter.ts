// The overview's filter, kept in the address.
import { matcher } from "@/domain/matches";
import { needsAttention } from "@/domain/state";
import type { State } from "@/domain/types";
import { isSort, type Sort } from "./order";
import { isLow, type Row } from "./rows";

const SHOWS = [
  "all",
  "look",
  "out",
  "silent",
  "fault",
  "suspect",
  "in_range",
  "no_limits",
] as const;
export type Show = (typeof SHOWS)[number];

export interface Filter {
  show: Show;
  site: string | null;
  /** Search words, which must all occur; empty for no search. */
  text: string;
  /** Only sensors with low coverage in the last 24 hours. */
  gaps: boolean;
  sort: Sort;
}

export const EVERYTHING: Filter = { show: "all", site: null, text: "", gaps: false, sort: "worst" };

const STATES: Record<Exclude<Show, "all" | "look">, State[]> = {
  out: ["above", "below"],
  silent: ["silent"],
  fault: ["fault"],
  suspect: ["suspect"],
  in_range: ["in_range"],
  no_limits: ["no_limits"],
};

export function isShown(state: State, show: Show): boolean {
  if (show === "all") return true;
  return show === "look" ? needsAttention(state) : STATES[show].includes(state);
}

/** The rows of the chosen site; all of them if none is. */
export const inSite = (rows: Row[], site: string | null): Row[] =>
  site === null ? rows : rows.filter(({ sensor }) => sensor.site === site);

export function shownOf(rows: Row[], filter: Filter): Row[] {
  const matches = filter.text === "" ? null : matcher(filter.text);
  return rows.filter((row) => {
    const { sensor } = row;
    if (filter.site !== null && sensor.site !== filter.site) return false;
    if (!isShown(row.judged.state, filter.show) || (filter.gaps && !isLow(row))) return false;
    return (
      !matches ||
      matches(
        sensor.name,
        sensor.place,
        sensor.site_name,
        sensor.device?.name,
        sensor.device?.label,
        sensor.channel,
      )
    );
  });
}

export function filterOf(search: Pick<URLSearchParams, "get">): Filter {
  const sort = search.get("sort") ?? "";
  return {
    show: SHOWS.find((name) => name === search.get("show")) ?? "all",
    site: search.get("site"),
    text: search.get("q") ?? "",
    gaps: search.get("coverage") === "low",
    sort: isSort(sort) ? sort : "worst",
  };
}

export function filterQuery({ show, site, text, gaps, sort }: Filter): string {
  const query = new URLSearchParams();
  if (site !== null) query.set("site", site);
  if (show !== "all") query.set("show", show);
  if (text !== "") query.set("q", text);
  if (gaps) query.set("coverage", "low");
  if (sort !== "worst") query.set("sort", sort);
  return query.toString();
}
