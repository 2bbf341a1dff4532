// Which rows of the overview are shown, as the address says.
import { matcher } from "@/domain/matches";
import { needsALook } from "@/domain/state";
import type { State } from "@/domain/types";
import { isSort, type Sort } from "./order";
import { isLow, type Row } from "./rows";

const SHOWS = ["all", "look", "out", "silent", "fault", "in_range"] as const;
export type Show = (typeof SHOWS)[number];

export interface Filter {
  show: Show;
  site: string | null;
  /** Typed words, all of which must occur; empty for no search. */
  text: string;
  /** Only those of whose last day something is missing. */
  gaps: boolean;
  sort: Sort;
}

export const EVERYTHING: Filter = { show: "all", site: null, text: "", gaps: false, sort: "worst" };

const STATES: Record<Exclude<Show, "all" | "look">, State[]> = {
  out: ["above", "below"],
  silent: ["silent"],
  fault: ["fault"],
  in_range: ["in_range"],
};

export function isShown(state: State, show: Show): boolean {
  if (show === "all") return true;
  return show === "look" ? needsALook(state) : STATES[show].includes(state);
}

export function shownOf(rows: Row[], filter: Filter): Row[] {
  const holds = filter.text === "" ? null : matcher(filter.text);
  return rows.filter((row) => {
    const { sensor } = row;
    if (filter.site !== null && sensor.site !== filter.site) return false;
    if (!isShown(row.known.state, filter.show) || (filter.gaps && !isLow(row))) return false;
    return (
      !holds ||
      holds(
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
