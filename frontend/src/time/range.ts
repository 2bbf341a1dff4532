// The range of a graph, as the address holds it: ?range=24h follows now, ?from=&to= is fixed.
import { neighbour, periodOf } from "./period";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const PRESETS = [
  { key: "1h", label: "1 h", span: HOUR },
  { key: "6h", label: "6 h", span: 6 * HOUR },
  { key: "24h", label: "24 h", span: DAY },
  { key: "7d", label: "7 d", span: 7 * DAY },
  { key: "30d", label: "30 d", span: 30 * DAY },
  { key: "1y", label: "1 y", span: 365 * DAY },
] as const;

export type PresetKey = (typeof PRESETS)[number]["key"];
export type Range = { follow: PresetKey } | { from: number; to: number };

/** One more than a preset has buckets, because a range that follows now starts within a bucket. */
export const pointsFor = (phone: boolean): number => (phone ? 361 : 721);

const DEFAULT_RANGE: Range = { follow: "24h" };
const SHORTEST = 60_000;
const LONGEST = 3660 * DAY;
/** The last instant that the API takes. */
const LATEST = 253_367_740_799_000;

const spanOf = (key: PresetKey): number =>
  PRESETS.find((preset) => preset.key === key)?.span ?? DAY;

export const follows = (range: Range): range is { follow: PresetKey } => "follow" in range;

/** Whether a number in an address is an instant in ms that can be asked for. */
export const isInstant = (at: number): boolean =>
  Number.isSafeInteger(at) && at >= 0 && at <= LATEST;

function instantOf(text: string | null): number | null {
  if (text === null || text === "") return null;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return isInstant(at) ? at : null;
}

/** Why a range cannot be shown, or null. The end may be in the future: the graph stops at now. */
export function rangeProblem(from: number, to: number, now: number): string | null {
  if (to === from) return "The range is empty: both times are the same.";
  if (to < from) return "The end is before the beginning.";
  if (from > now) return "The range is in the future: there are no readings yet.";
  if (to - from < SHORTEST) return "The range is shorter than a minute.";
  return to - from > LONGEST ? "The range is longer than ten years." : null;
}

/** Why the range of an address cannot be shown, or null. */
export function addressProblem(search: URLSearchParams): string | null {
  const [from, to] = [search.get("from"), search.get("to")];
  if (from === null && to === null) {
    const name = search.get("range");
    return name === null || PRESETS.some(({ key }) => key === name)
      ? null
      : "The range in the web address does not exist.";
  }
  const [start, end] = [instantOf(from), instantOf(to)];
  if (start === null || end === null) return "The times in the web address cannot be read.";
  // A range in the future is valid here: the page explains that it has no readings yet.
  return rangeProblem(start, end, Infinity);
}

/** Parse the range of an address (ms or RFC 3339 times); an invalid one means the last 24 hours. */
export function parseRange(search: URLSearchParams): Range {
  const from = instantOf(search.get("from"));
  const to = instantOf(search.get("to"));
  if (from !== null && to !== null && to - from >= SHORTEST && to - from <= LONGEST)
    return { from, to };
  const preset = PRESETS.find((preset) => preset.key === search.get("range"));
  return preset ? { follow: preset.key } : DEFAULT_RANGE;
}

/** The range as search parameters, without a leading question mark. */
export function rangeQuery(range: Range): string {
  return follows(range) ? `range=${range.follow}` : `from=${range.from}&to=${range.to}`;
}

/** Both ends of a range at the instant `now`. */
export function ends(range: Range, now: number): { from: number; to: number } {
  return follows(range) ? { from: now - spanOf(range.follow), to: now } : range;
}

/** A fixed range, clipped to the lengths that can be shown and to end at now at the latest. */
export function fixed(from: number, to: number, now: number): Range {
  const wanted = Math.round(to - from);
  const span = Math.min(LONGEST, Math.max(SHORTEST, wanted));
  // Too short grows about its middle; too long keeps its newest part.
  const end = Math.min(now, Math.round(to + (wanted < SHORTEST ? (span - wanted) / 2 : 0)));
  return { from: Math.max(0, end - span), to: end };
}

/**
 * The range before (−1) or after (+1). Whole days, weeks and months are followed by whole ones of the first of
 * the zones in which they are whole; nothing follows the one that now is in. Any other range steps by its
 * length, and one that reaches now follows it again if a preset fits.
 */
export function shift(
  range: Range,
  direction: -1 | 1,
  now: number,
  zones: readonly string[] = [],
): Range {
  const { from, to } = ends(range, now);
  const span = to - from;
  const whole = !follows(range) && zones.some((zone) => periodOf(from, to, zone) !== null);
  if (whole) {
    const next = neighbour({ from, to }, direction, zones);
    return next.from > now ? range : next;
  }
  if (direction > 0 && to + span >= now) {
    const preset = PRESETS.find((preset) => Math.abs(preset.span - span) < SHORTEST);
    return preset ? { follow: preset.key } : { from: now - span, to: now };
  }
  return { from: from + direction * span, to: to + direction * span };
}

/** Zoom around an instant: factor 0.5 shows half as much. */
export function zoom(range: Range, factor: number, about: number, now: number): Range {
  const { from, to } = ends(range, now);
  const anchor = Math.min(to, Math.max(from, about));
  return fixed(anchor - (anchor - from) * factor, anchor + (to - anchor) * factor, now);
}
