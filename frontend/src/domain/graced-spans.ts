// What of a series of points is out of range by limits with grace, where no exact excursions are known.
import { hasGrace, limitsOf, mergeSpans, type GraphData, type GraphPoint } from "./graph-data";
import { isAbove, isBelow } from "./verdict";

interface Open {
  from: number;
  to: number;
  /** How long it has to last, in ms. */
  least: number;
}

const SIDES = {
  above: {
    begins: (point: GraphPoint, limit: number) => isAbove(point.max, limit),
    within: (point: GraphPoint, limit: number, by: number) => !isAbove(point.max, limit - by),
  },
  below: {
    begins: (point: GraphPoint, limit: number) => isBelow(point.min, limit),
    within: (point: GraphPoint, limit: number, by: number) => !isBelow(point.min, limit + by),
  },
} as const;

/** Whether some limits in view have grace. */
export const anyGrace = ({ limits }: Pick<GraphData, "limits">): boolean => limits.some(hasGrace);

/**
 * The spans that count, as well as points tell: one that may have begun before the first point counts,
 * so that nothing is hidden, and a point that is only partly within does not end one.
 */
export function gracedSpans(data: GraphData): [number, number][] {
  return mergeSpans([...spansOf(data, "above"), ...spansOf(data, "below")]);
}

function spansOf(data: GraphData, side: keyof typeof SIDES): [number, number][] {
  const { begins, within } = SIDES[side];
  const spans: [number, number][] = [];
  let open: Open | null = null;
  let first = true;
  const close = (at: number) => {
    if (open && at - open.from >= open.least) spans.push([open.from, Math.max(open.from, open.to)]);
    open = null;
  };
  data.points.forEach((point, i) => {
    if (!point) return;
    const step = limitsOf(data, point);
    const limit = (side === "above" ? step?.high : step?.low) ?? null;
    const from = Math.max(data.from, Math.min(point.from, data.time[i] ?? 0));
    const to = Math.min(data.to, Math.max(point.to, data.time[i] ?? 0));
    if (open && (limit === null || within(point, limit, step?.hysteresis ?? 0))) close(from);
    if (open) open.to = to;
    else if (limit !== null && begins(point, limit))
      open = { from, to, least: first ? 0 : (step?.least ?? 0) };
    first = false;
  });
  close(data.to);
  return spans;
}
