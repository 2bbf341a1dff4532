// The rows of a graph shown as a table: points, gaps, faults and readings that do not count.
import { isAbove, isBelow } from "./verdict";
import type { Span } from "./focus";
import { limitsOf, type GraphData, type GraphPoint, type LimitStep, type Mark } from "./graph-data";

/** A point compared with the limits of its time; null if it had none. */
export type Against = "within" | "above" | "below" | "both" | null;

export type TableRow =
  | { kind: "point"; from: number; point: GraphPoint; against: Against; limits: LimitStep | null }
  | { kind: "gap" | "fault"; from: number; to: number }
  | { kind: "mark"; from: number; mark: Mark };

export function against(point: GraphPoint, limits: LimitStep | null): Against {
  if (!limits || (limits.low === null && limits.high === null)) return null;
  const above = isAbove(point.max, limits.high);
  const below = isBelow(point.min, limits.low);
  return above && below ? "both" : above ? "above" : below ? "below" : "within";
}

/** All rows, newest first; a reading that begins a gap or a run of faults comes after it. */
export function tableRows(data: GraphData): TableRow[] {
  const points = data.points.flatMap((point): TableRow[] => {
    if (!point) return [];
    const limits = limitsOf(data, point);
    return [{ kind: "point", from: point.from, point, against: against(point, limits), limits }];
  });
  const spans = (kind: "gap" | "fault", all: [number, number][]): TableRow[] =>
    all.map(([from, to]) => ({ kind, from, to }));
  const marks = data.marks.map((mark): TableRow => ({
    kind: "mark",
    from: mark.time,
    mark,
  }));
  return [...points, ...spans("gap", data.gaps), ...spans("fault", data.faults), ...marks].sort(
    (a, b) => b.from - a.from || endOf(b) - endOf(a),
  );
}

const endOf = (row: TableRow): number =>
  row.kind === "point" ? row.point.to : row.kind === "mark" ? row.from : row.to;

/** The rows of a span: those that begin in it, and those that reach into it. */
export const rowsWithin = (rows: TableRow[], { from, to }: Span): TableRow[] =>
  rows.filter((row) => row.from < to && (row.from >= from || endOf(row) > from));
