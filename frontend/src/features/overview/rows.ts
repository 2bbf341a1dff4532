// The rows of the overview: sensors with what is known of them, filtered and in order.
import type { Spark } from "@/lib/api/series";
import { known, needsALook, worstFirst, type Known } from "@/lib/state";
import type { Sensor, State } from "@/lib/types";

export interface Row {
  sensor: Sensor;
  known: Known;
  spark: Spark | null;
}

export const SHOWS = ["all", "look", "out", "silent", "fault", "in_range"] as const;
export type Show = (typeof SHOWS)[number];

export interface Filter {
  show: Show;
  site: string | null;
}

export function rowsOf(sensors: Sensor[], now: number, sparks: ReadonlyMap<string, Spark>): Row[] {
  return worstFirst(sensors.map((sensor) => ({
    sensor, known: known(sensor, now), spark: sparks.get(sensor.id) ?? null,
  })));
}

const STATES: Record<Exclude<Show, "all" | "look">, State[]> = {
  out: ["above", "below"], silent: ["silent"], fault: ["fault"], in_range: ["in_range"],
};

export function isShown(state: State, show: Show): boolean {
  if (show === "all") return true;
  return show === "look" ? needsALook(state) : STATES[show].includes(state);
}

export const matches = (row: Row, filter: Filter): boolean =>
  (filter.site === null || row.sensor.site === filter.site) && isShown(row.known.state, filter.show);

export function filterOf(search: Pick<URLSearchParams, "get">): Filter {
  const show = SHOWS.find((one) => one === search.get("show")) ?? "all";
  return { show, site: search.get("site") };
}

export function filterQuery({ show, site }: Filter): string {
  const query = new URLSearchParams();
  if (site !== null) query.set("site", site);
  if (show !== "all") query.set("show", show);
  return query.toString();
}
