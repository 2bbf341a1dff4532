// A sensor's state at an instant: the server's, until `silent_at` passes without a reading.
import type { Zone } from "@/time/zoned";
import { boundsIn, beyondText, isAbove, isBelow, limitDegrees, limitText } from "./verdict";
import { temperature, toUnit } from "./format";
import { brief } from "@/time/moment";
import { TIME_UNSURE, UNCOUNTED } from "./quality";
import type { Sensor, State, Unit } from "./types";

export interface Judged {
  state: State;
  /** When the state began; null if unknown. */
  since: number | null;
  /** The value it is judged by, °C: the newest good one, or an unsure one if that is too old. */
  value: number | null;
  /** When that value was measured. */
  time: number | null;
  /** The value is not current (silent, fault or suspect): it is shown grey. */
  old: boolean;
}

export const WORDS: Record<State, string> = {
  in_range: "In range",
  no_limits: "No limits",
  above: "Above limit",
  below: "Below limit",
  silent: "Silent",
  fault: "Fault",
  suspect: "Doubtful values",
  never: "No reading yet",
};

/** The colour of each state; above and below share one. */
export const COLOURS: Record<State, "ok" | "quiet" | "out" | "silent" | "fault" | "never"> = {
  in_range: "ok",
  no_limits: "quiet",
  above: "out",
  below: "out",
  silent: "silent",
  fault: "fault",
  suspect: "fault",
  never: "never",
};

const RANK: Record<State, number> = {
  above: 0,
  below: 0,
  fault: 1,
  suspect: 1,
  silent: 2,
  never: 3,
  in_range: 4,
  no_limits: 4,
};

/** States in which the last value that counts is not current. */
const OLD: ReadonlySet<State> = new Set(["silent", "fault", "suspect"]);

/** Whether the server's `silent_at` has passed. */
export const isSilent = ({ silent_at: silentAt }: Sensor, now: number): boolean =>
  silentAt !== null && now >= silentAt;

/** The newest good value; an unsure one, as the server does, if the good one is older than a gap. */
function shownReading(sensor: Sensor, now: number): Pick<Judged, "value" | "time"> {
  const { latest, silent_at: silentAt } = sensor;
  if (!latest) return { value: null, time: null };
  const reach = (silentAt ?? Infinity) - latest.time;
  const old = latest.good_time === null || now >= latest.good_time + reach;
  return (latest.quality & UNCOUNTED) === TIME_UNSURE && old
    ? { value: latest.value, time: latest.time }
    : { value: latest.good_value, time: latest.good_time };
}

/** Judge a sensor at an instant. */
export function judge(sensor: Sensor, now: number): Judged {
  const latest = sensor.latest;
  const { value, time } = shownReading(sensor, now);
  let state = sensor.state;
  let since = sensor.since;
  if (latest && state !== "silent" && isSilent(sensor, now)) {
    state = "silent";
    since = latest.time;
  } else if (rankOf(state) === RANK.in_range && value === null) {
    // There are readings but no good one: the page must not claim that all is well.
    state = "never";
  }
  return { state, since, value, time, old: OLD.has(state) };
}

/** The urgency of a state; 0 is the most urgent. */
export const rankOf = (state: State): number => RANK[state];
export const needsAttention = (state: State): boolean => RANK[state] < 3;

/**
 * Sort: out of range (longest first), fault and doubtful values, silent, no reading yet, then in range and those without
 * limits, which are equally quiet; then by name.
 */
export function worstFirst<T extends { sensor: Sensor; judged: Judged }>(rows: T[]): T[] {
  return [...rows].sort((a, b) => {
    const rank = RANK[a.judged.state] - RANK[b.judged.state];
    if (rank !== 0) return rank;
    if (RANK[a.judged.state] === 0) {
      const longest = (a.judged.since ?? -Infinity) - (b.judged.since ?? -Infinity);
      if (longest !== 0 && !Number.isNaN(longest)) return longest;
    }
    return a.sensor.name.localeCompare(b.sensor.name) || a.sensor.id.localeCompare(b.sensor.id);
  });
}

/**
 * The most urgent of the states; in range if the list is empty. Sensors without limits are as quiet
 * as those in range, but they vouch for nothing: only a list of nothing else has no limits.
 */
export function worst(states: State[]): State {
  const quiet = states.length > 0 && states.every((state) => state === "no_limits");
  return states.reduce<State>(
    (a, b) => (RANK[b] < RANK[a] ? b : a),
    quiet ? "no_limits" : "in_range",
  );
}

/** "1.3 above 8.0", "2.0 to 8.0", "not judged", "unknown since 13:37": the value compared with its limits. */
export function againstLimits(
  sensor: Sensor,
  judged: Judged,
  unit: Unit,
  now: number,
  zone: Zone,
): string {
  if (judged.state === "never") return sensor.latest ? "no valid reading" : "never reported";
  const doubtful = doubtfulValue(sensor, judged, unit);
  if (doubtful !== null) return `doubtful: ${doubtful}`;
  if (judged.old) {
    const since = judged.since ?? judged.time;
    return since === null ? "unknown" : `unknown since ${brief(since, now, zone)}`;
  }
  const beyond = beyondLimits(sensor, judged, unit);
  if (beyond) return `${beyond.by} ${beyond.side} ${limitText(beyond.limit)}`;
  if (!sensor.limits) return "not judged";
  return limitsText(sensor.limits.low, sensor.limits.high, unit);
}

/** "999.0 °C": the value that is doubtful; null in every other state. */
export const doubtfulValue = ({ latest }: Sensor, { state }: Judged, unit: Unit): string | null =>
  state === "suspect" ? temperature(latest?.value ?? null, unit) : null;

interface Beyond {
  side: "above" | "below";
  /** "1.3": how far, in the reader's unit. */
  by: string;
  /** The limit in the reader's unit. */
  limit: number;
}

/** How far the value is above or below the sensor's limits; null if it is within them. */
export function beyondLimits(sensor: Sensor, judged: Judged, unit: Unit): Beyond | null {
  if (judged.value === null) return null;
  const value = toUnit(judged.value, unit);
  const bounds = boundsIn(sensor.limits, unit);
  const { low, high } = bounds;
  if (high !== null && isAbove(value, high))
    return { side: "above", by: beyondText(value, high, bounds), limit: high };
  if (low !== null && isBelow(value, low))
    return { side: "below", by: beyondText(value, low, bounds), limit: low };
  return null;
}

/** "2.0 to 8.0", "up to 8.0", "from 2.0", "no limits" */
export function limitsText(low: number | null, high: number | null, unit: Unit): string {
  if (low !== null && high !== null)
    return `${limitDegrees(low, unit)} to ${limitDegrees(high, unit)}`;
  if (high !== null) return `up to ${limitDegrees(high, unit)}`;
  if (low !== null) return `from ${limitDegrees(low, unit)}`;
  return "no limits";
}
