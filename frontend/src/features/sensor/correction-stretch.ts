// The stretch of readings that a correction is about, as it is chosen and as it is typed.
import type { Span } from "@/domain/focus";
import type { GraphData } from "@/domain/graph-data";

const SECOND = 1000;

/** The instants of all readings, and readings only, that a graph shows. */
const timesOf = ({ bucket, points, marks }: GraphData): number[] => [
  ...(bucket === null ? points.flatMap((point) => (point ? [point.from] : [])) : []),
  ...marks.map(({ time }) => time),
];

/**
 * A stretch widened to whole seconds, so that its ends can be read and typed. An end stays where another
 * reading of the graph would otherwise be taken in.
 */
export function roundedOut({ from, to }: Span, data: GraphData | null, now: number): Span {
  const times = data ? timesOf(data) : [];
  const start = Math.floor(from / SECOND) * SECOND;
  const end = Math.min(Math.ceil(to / SECOND) * SECOND, Math.floor(now));
  const taken = (a: number, b: number) => times.some((at) => at >= a && at < b);
  return {
    from: taken(start, from) ? Math.floor(from) : start,
    to: end <= from || taken(to, end) ? Math.ceil(to) : end,
  };
}

/** What is wrong with a stretch, by its end; null if nothing. */
export function stretchProblem(
  from: number | null,
  to: number | null,
  now: number,
): { end: "from" | "to"; words: string } | null {
  const unread = "Enter a date and a time, such as 28 Nov 14:30:15.";
  if (from === null) return { end: "from", words: unread };
  if (to === null) return { end: "to", words: unread };
  if (from >= now) return { end: "from", words: "Enter a time in the past." };
  if (to <= from) return { end: "to", words: "The end must be after the beginning." };
  return to > now + SECOND
    ? { end: "to", words: "Only readings of the past can be corrected." }
    : null;
}
