// The order of the overview: worst first, or by a column, either way.
import { rankOf } from "@/domain/state";
import type { Row } from "./rows";

const COLUMNS = ["name", "latest", "coverage", "seen"] as const;
export type Column = (typeof COLUMNS)[number];
export type Sort = "worst" | Column | `-${Column}`;

export const isSort = (text: string): text is Sort =>
  text === "worst" || COLUMNS.some((column) => text === column || text === `-${column}`);

export const columnOf = (sort: Sort): Column | null =>
  COLUMNS.find((column) => sort === column || sort === `-${column}`) ?? null;
export const isDown = (sort: Sort): boolean => sort.startsWith("-");

/** Pressing a column's head sorts by it, again turns it round, and a third time it is worst first. */
export function pressed(sort: Sort, column: Column): Sort {
  if (sort === column) return `-${column}`;
  return sort === `-${column}` ? "worst" : column;
}

const collator = new Intl.Collator();

/** The place of each sensor by name: comparing names takes long, so it is done once for many orders. */
export function namePlaces(rows: Row[]): Map<string, number> {
  const sorted = [...rows].sort(
    (a, b) =>
      collator.compare(a.sensor.name, b.sensor.name) || (a.sensor.id < b.sensor.id ? -1 : 1),
  );
  return new Map(sorted.map(({ sensor }, i) => [sensor.id, i]));
}

const KEYS: Record<Exclude<Column, "name">, (row: Row) => number | null> = {
  latest: ({ known }) => known.value,
  coverage: ({ sensor }) => sensor.coverage ?? null,
  seen: ({ sensor }) => sensor.latest?.time ?? null,
};

interface Keyed {
  row: Row;
  rank: number;
  key: number;
  place: number;
}

/** Rows in order; what has no value comes last either way, equals by name. */
export function ordered(rows: Row[], sort: Sort, places: ReadonlyMap<string, number>): Row[] {
  const column = columnOf(sort);
  const turn = isDown(sort) ? -1 : 1;
  const keyed = rows.map((row): Keyed => {
    const place = places.get(row.sensor.id) ?? 0;
    if (column === null) {
      const rank = rankOf(row.known.state);
      return { row, rank, key: rank === 0 ? (row.known.since ?? -Infinity) : 0, place };
    }
    if (column === "name") return { row, rank: 0, key: turn * place, place };
    const value = KEYS[column](row);
    return { row, rank: value === null ? 1 : 0, key: turn * (value ?? 0), place };
  });
  keyed.sort((a, b) => a.rank - b.rank || (a.key === b.key ? a.place - b.place : a.key - b.key));
  return keyed.map(({ row }) => row);
}
