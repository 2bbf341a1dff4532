// A sensor's state as time passes: the server says what it knew, silence is seen here.
import { degrees, distance } from "./format";
import { brief } from "@/time/moment";
import type { Sensor, State, Unit } from "./types";

export interface Known {
  state: State;
  /** When that state began; null when longer ago than is known. */
  since: number | null;
  /** The newest value that counts, °C. */
  value: number | null;
  /** When that value was measured. */
  time: number | null;
  /** True when the value is not what it is now: shown grey. */
  old: boolean;
}

export const WORDS: Record<State, string> = {
  in_range: "In range",
  above: "Above limit",
  below: "Below limit",
  silent: "Silent",
  fault: "Fault",
  never: "No reading yet",
};

/** Which colour says it: two states share "out". */
export const COLOURS: Record<State, "ok" | "out" | "silent" | "fault" | "never"> = {
  in_range: "ok",
  above: "out",
  below: "out",
  silent: "silent",
  fault: "fault",
  never: "never",
};

const RANK: Record<State, number> = {
  above: 0,
  below: 0,
  fault: 1,
  silent: 2,
  never: 3,
  in_range: 4,
};

/** Whether the instant has come at which, says the server, the sensor turns silent unless a reading comes. */
export const isSilent = ({ silent_at: silentAt }: Sensor, now: number): boolean =>
  silentAt !== null && now >= silentAt;

/** What is known of a sensor at an instant. */
export function known(sensor: Sensor, now: number): Known {
  const latest = sensor.latest;
  const value = latest?.good_value ?? null;
  const time = latest?.good_time ?? null;
  let state = sensor.state;
  let since = sensor.since;
  if (latest && state !== "silent" && state !== "never" && isSilent(sensor, now)) {
    state = "silent";
    since = latest.time;
  } else if (state === "in_range" && value === null) {
    // Something came, and nothing of it counts: no word may say that all is well.
    state = "never";
  }
  return { state, since, value, time, old: state === "silent" || state === "fault" };
}

/** How urgent a state is, 0 first. */
export const rankOf = (state: State): number => RANK[state];
export const needsALook = (state: State): boolean => RANK[state] < 3;

/** Orders sensors worst first: out of range (longest first), fault, silent, none yet, in range; by name. */
export function worstFirst<T extends { sensor: Sensor; known: Known }>(rows: T[]): T[] {
  return [...rows].sort((a, b) => {
    const rank = RANK[a.known.state] - RANK[b.known.state];
    if (rank !== 0) return rank;
    if (RANK[a.known.state] === 0) {
      const longest = (a.known.since ?? -Infinity) - (b.known.since ?? -Infinity);
      if (longest !== 0 && !Number.isNaN(longest)) return longest;
    }
    return a.sensor.name.localeCompare(b.sensor.name) || a.sensor.id.localeCompare(b.sensor.id);
  });
}

/** The worst of some states; in range when there are none. */
export function worst(states: State[]): State {
  return states.reduce<State>((a, b) => (RANK[b] < RANK[a] ? b : a), "in_range");
}

/** "1.3 above 8.0", "2.0 to 8.0", "unknown since 13:37": the value against its limits. */
export function againstLimits(
  sensor: Sensor,
  is: Known,
  unit: Unit,
  now: number,
  zone: string,
): string {
  if (is.state === "never") return sensor.latest ? "no valid reading" : "never reported";
  if (is.old) {
    const since = is.since ?? is.time;
    return since === null ? "unknown" : `unknown since ${brief(since, now, zone)}`;
  }
  const { low = null, high = null } = sensor.limits ?? {};
  if (is.value !== null && high !== null && is.value > high) {
    return `${distance(is.value - high, unit)} above ${degrees(high, unit)}`;
  }
  if (is.value !== null && low !== null && is.value < low) {
    return `${distance(low - is.value, unit)} below ${degrees(low, unit)}`;
  }
  return limitsText(low, high, unit);
}

/** "2.0 to 8.0", "up to 8.0", "from 2.0", "no limits" */
export function limitsText(low: number | null, high: number | null, unit: Unit): string {
  if (low !== null && high !== null) return `${degrees(low, unit)} to ${degrees(high, unit)}`;
  if (high !== null) return `up to ${degrees(high, unit)}`;
  if (low !== null) return `from ${degrees(low, unit)}`;
  return "no limits";
}
