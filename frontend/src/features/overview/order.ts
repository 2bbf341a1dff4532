// The order of the overview: worst first, or by a column, ascending or descending.
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

/** The order after a click on a column's head: ascending, then descending, then worst first. */
export function pressed(sort: Sort, column: Column): Sort {
  if (sort === column) return `-${column}`;
  return sort === `-${column}` ? "worst" : column;
}

const collator = new Intl.Collator();

/** The rank of each sensor by name, computed once for many sorts because comparing names is slow. */
export function nameRanks(rows: Row[]): Map<string, number> {
  const sorted = [...rows].sort(
    (a, b) =>
      collator.compare(a.sensor.name, b.sensor.name) || (a.sensor.id < b.sensor.id ? -1 : 1),
  );
  return new Map(sorted.map(({ sensor }, i) => [sensor.id, i]));
}

const KEYS: Record<Exclude<Column, "name">, (row: Row) => number | null> = {
  latest: ({ judged }) => judged.value,
  coverage: ({ sensor }) => sensor.coverage ?? null,
  seen: ({ sensor }) => sensor.latest?.time ?? null,
};

interface Keyed {
  row: Row;
  rank: number;
  key: number;
  place: number;
  byName: number;
}

/** Behind every place in a site's list. */
const LAST = 2 ** 31;

const ofOneSite = (rows: Row[]): boolean =>
  rows.every(({ sensor }) => sensor.site === rows[0]?.sensor.site);

/**
 * Sort the rows; rows without a value come last in both directions, ties are sorted by name. Worst
 * first, sensors of one site that are equally bad stay in the order of the site's list.
 */
export function ordered(rows: Row[], sort: Sort, nameRank: ReadonlyMap<string, number>): Row[] {
  const column = columnOf(sort);
  const sign = isDown(sort) ? -1 : 1;
  const listed = column === null && ofOneSite(rows);
  const keyed = rows.map((row): Keyed => {
    const byName = nameRank.get(row.sensor.id) ?? 0;
    const place = listed ? (row.sensor.position ?? LAST) : 0;
    if (column === null) {
      const rank = rankOf(row.judged.state);
      return { row, rank, key: rank === 0 ? (row.judged.since ?? -Infinity) : 0, place, byName };
    }
    if (column === "name") return { row, rank: 0, key: sign * byName, place, byName };
    const value = KEYS[column](row);
    return { row, rank: value === null ? 1 : 0, key: sign * (value ?? 0), place, byName };
  });
  keyed.sort(
    (a, b) =>
      a.rank - b.rank ||
      (a.key === b.key ? a.place - b.place || a.byName - b.byName : a.key - b.key),
  );
  return keyed.map(({ row }) => row);
}
