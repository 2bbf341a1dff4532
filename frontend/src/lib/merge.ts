// How a live event changes the list of sensors that the page already holds.
import type { Sensor } from "./types";

/** The list with changed sensors put in; an older reading never replaces a newer one. */
export function mergeSensors(held: Sensor[], changed: Sensor[]): Sensor[] {
  const fresh = new Map(changed.map((sensor) => [sensor.id, sensor]));
  const merged = held.map((sensor) => {
    const next = fresh.get(sensor.id);
    fresh.delete(sensor.id);
    return next && !isOlder(next, sensor) ? next : sensor;
  });
  return fresh.size > 0 ? [...merged, ...fresh.values()] : merged;
}

function isOlder(next: Sensor, held: Sensor): boolean {
  return (next.latest?.received ?? 0) < (held.latest?.received ?? 0);
}
