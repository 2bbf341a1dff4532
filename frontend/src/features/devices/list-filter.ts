// What the list of devices shows and in which order, as the address holds it.

export const SHOWS = [
  { key: "all", label: "All" },
  { key: "problem", label: "Needs attention" },
  { key: "silent", label: "Silent" },
  { key: "never_connected", label: "Never connected" },
  { key: "rejected", label: "Rejected messages" },
  { key: "disabled", label: "Disabled" },
  { key: "proposed_channels", label: "Proposed channels" },
  { key: "no_site", label: "No home site" },
  { key: "removed", label: "Removed" },
] as const;
export type Show = (typeof SHOWS)[number]["key"];

const COLUMNS = ["name", "state", "heard", "problem"] as const;
export type Column = (typeof COLUMNS)[number];

export interface ListFilter {
  show: Show;
  site: string | null;
  /** Part of a name, a label, the hardware, a site or a sensor; empty for no search. */
  text: string;
  sort: Column;
  descending: boolean;
}

export const EVERYTHING: ListFilter = {
  show: "all",
  site: null,
  text: "",
  sort: "name",
  descending: false,
};

/** The order in which a column is most useful first: from A, the worst, the one heard last. */
const startsDescending = (column: Column): boolean => column === "heard";

/** The order after a click on a column's head. */
export function pressed(filter: ListFilter, column: Column): ListFilter {
  const descending = filter.sort === column ? !filter.descending : startsDescending(column);
  return { ...filter, sort: column, descending };
}

export function filterOf(search: Pick<URLSearchParams, "get">): ListFilter {
  const sort = COLUMNS.find((column) => column === search.get("sort")) ?? "name";
  const order = search.get("order");
  return {
    show: SHOWS.find(({ key }) => key === search.get("show"))?.key ?? "all",
    site: search.get("site") || null,
    text: search.get("q") ?? "",
    sort,
    descending: order === null ? startsDescending(sort) : order === "desc",
  };
}

export function filterQuery({ show, site, text, sort, descending }: ListFilter): string {
  const query = new URLSearchParams();
  if (site !== null) query.set("site", site);
  if (show !== "all") query.set("show", show);
  if (text !== "") query.set("q", text);
  if (sort !== "name") query.set("sort", sort);
  if (descending !== startsDescending(sort)) query.set("order", descending ? "desc" : "asc");
  return query.toString();
}

/** Whether the filter hides any device but removed ones. */
export const isNarrow = ({ show, site, text }: ListFilter): boolean =>
  show !== "all" || site !== null || text !== "";
