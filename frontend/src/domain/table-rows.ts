// The rows of a graph as a table: points, silences, faults and suspect readings in one order.
import type { GraphData, GraphPoint, LimitStep, Mark } from "./graph-data";

/** How a point stands to the limits of its time; null where there were none. */
export type Against = "within" | "above" | "below" | "both" | null;

export type TableRow =
  | { kind: "point"; from: number; point: GraphPoint; against: Against; limits: LimitStep | null }
  | { kind: "gap" | "fault"; from: number; to: number }
  | { kind: "suspect"; from: number; mark: Mark };

export function against(point: GraphPoint, limits: LimitStep | null): Against {
  if (!limits || (limits.low === null && limits.high === null)) return null;
  const above = limits.high !== null && point.max > limits.high;
  const below = limits.low !== null && point.min < limits.low;
  return above && below ? "both" : above ? "above" : below ? "below" : "within";
}

/** Newest first. */
export function tableRows(data: GraphData): TableRow[] {
  const points = data.points.flatMap((point, i): TableRow[] => {
    if (!point) return [];
    const at = data.time[i] ?? point.from;
    const limits = data.limits.findLast((step) => at >= step.from && at <= step.to) ?? null;
    return [{ kind: "point", from: point.from, point, against: against(point, limits), limits }];
  });
  const spans = (kind: "gap" | "fault", all: [number, number][]): TableRow[] =>
    all.map(([from, to]) => ({ kind, from, to }));
  const suspects = data.suspects.map((mark): TableRow => ({
    kind: "suspect",
    from: mark.time,
    mark,
  }));
  return [...points, ...spans("gap", data.gaps), ...spans("fault", data.faults), ...suspects].sort(
    (a, b) => b.from - a.from,
  );
}
