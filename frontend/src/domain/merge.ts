// How a live event changes the list of sensors that the page already holds.
import type { ListedSensor, Sensor } from "./types";

/** The list with changed sensors put in; an older reading never replaces a newer one. */
export function mergeSensors(held: ListedSensor[], changed: Sensor[]): ListedSensor[] {
  const fresh = new Map(changed.map((sensor) => [sensor.id, sensor]));
  const merged = held.map((sensor) => {
    const next = fresh.get(sensor.id);
    fresh.delete(sensor.id);
    return next && !isOlder(next, sensor) ? { ...next, coverage: sensor.coverage } : sensor;
  });
  return fresh.size > 0 ? [...merged, ...fresh.values()] : merged;
}

function isOlder(next: Sensor, held: Sensor): boolean {
  return (next.latest?.received ?? 0) < (held.latest?.received ?? 0);
}

/** An answer that was asked for before the last events came, with what is newer in the held list. */
export function keepNewer(
  held: ListedSensor[] | undefined,
  answer: ListedSensor[],
): ListedSensor[] {
  if (!held) return answer;
  const known = new Map(held.map((sensor) => [sensor.id, sensor]));
  return answer.map((sensor) => {
    const before = known.get(sensor.id);
    return before && isOlder(sensor, before) ? { ...before, coverage: sensor.coverage } : sensor;
  });
}
