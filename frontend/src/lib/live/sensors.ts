// The list of sensors, live: asked for once the stream stands, so that no change falls between the two.
import { useQuery } from "@tanstack/react-query";
import { sensorsQuery } from "../api/sensors";
import type { ListedSensor } from "../types";
import { useLiveness } from "./live";

export function useSensors() {
  const { phase } = useLiveness();
  return useQuery({ ...sensorsQuery, enabled: phase !== "connecting" });
}

/** The one time zone that all sites share, null where they differ: known without following each value. */
export function useOnlyZone(): string | null {
  const { phase } = useLiveness();
  return useQuery({ ...sensorsQuery, enabled: phase !== "connecting", select: onlyZone }).data ?? null;
}

let asked: { of: ListedSensor[]; zone: string | null } | null = null;

/** Many parts of a page ask it of the same list. */
function onlyZone(sensors: ListedSensor[]): string | null {
  if (asked?.of !== sensors) {
    const first = sensors[0]?.time_zone ?? null;
    asked = { of: sensors, zone: sensors.every((sensor) => sensor.time_zone === first) ? first : null };
  }
  return asked.zone;
}
