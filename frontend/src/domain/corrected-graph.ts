// A graph's columns with the corrections of its range. The line breaks where readings were set aside:
// nothing is known there, and a line across would say otherwise.
import type { CorrectedSpan } from "./correction";
import type { GraphData } from "./graph-data";

/** The middle of what a stretch set aside takes of the time between two neighbouring points; null if none does. */
function breakAt(data: GraphData, i: number, aside: readonly CorrectedSpan[]): number | null {
  const [a, b] = [data.time[i], data.time[i + 1]];
  if (a === undefined || b === undefined || !data.points[i] || !data.points[i + 1]) return null;
  // Neighbouring buckets have points of their own: a stretch within them is no break.
  if (data.bucket !== null && b - a < data.bucket * 1.5) return null;
  const span = aside.find(({ from, to }) => from < b && to > a);
  return span ? (Math.max(a, span.from) + Math.min(b, span.to)) / 2 : null;
}

export function withCorrected(
  data: GraphData,
  corrected: readonly CorrectedSpan[] | undefined,
): GraphData {
  const aside = corrected?.filter(({ kind }) => kind === "set_aside") ?? [];
  if (aside.length === 0) return { ...data, corrected };
  const graph: GraphData = { ...data, corrected, time: [], avg: [], min: [], max: [], points: [] };
  data.time.forEach((at, i) => {
    graph.time.push(at);
    graph.avg.push(data.avg[i] ?? null);
    graph.min.push(data.min[i] ?? null);
    graph.max.push(data.max[i] ?? null);
    graph.points.push(data.points[i] ?? null);
    const gap = breakAt(data, i, aside);
    if (gap === null) return;
    graph.time.push(gap);
    for (const column of [graph.avg, graph.min, graph.max, graph.points]) column.push(null);
  });
  return graph;
}
