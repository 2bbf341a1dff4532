// Merging live events into the cached list of sensors.
import type { ListedSensor, Sensor } from "./types";

/** Merge changed sensors into the list; an older reading never replaces a newer one. */
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
  return (next.latest?.time ?? 0) < (held.latest?.time ?? 0);
}

/** Replace sensors of a response by cached ones that live events have made newer. */
export function keepNewer(
  held: ListedSensor[] | undefined,
  response: ListedSensor[],
): ListedSensor[] {
  if (!held) return response;
  const cached = new Map(held.map((sensor) => [sensor.id, sensor]));
  return response.map((sensor) => {
    const before = cached.get(sensor.id);
    return before && isOlder(sensor, before) ? { ...before, coverage: sensor.coverage } : sensor;
  });
}
