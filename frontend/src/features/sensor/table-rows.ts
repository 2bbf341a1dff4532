// The rows of the table tab: points and silences in one order, newest first.
import { excursions, type GraphData, type GraphPoint } from "@/lib/graph-data";

export type TableRow =
  | { kind: "point"; from: number; point: GraphPoint; out: boolean }
  | { kind: "gap" | "fault"; from: number; to: number };

export function tableRows(data: GraphData): TableRow[] {
  const out = excursions(data);
  const isOut = (at: number) => out.some(([from, to]) => at >= from && at <= to);
  const points = data.points.flatMap((point, i): TableRow[] =>
    point ? [{ kind: "point", from: point.from, point, out: isOut(data.time[i] ?? point.from) }] : []);
  const spans = (kind: "gap" | "fault", all: [number, number][]): TableRow[] =>
    all.map(([from, to]) => ({ kind, from, to }));
  return [...points, ...spans("gap", data.gaps), ...spans("fault", data.faults)].sort((a, b) => b.from - a.from);
}
