// The list of sensors, live: asked for once the stream stands, so that no change falls between the two.
import { useQuery } from "@tanstack/react-query";
import { sensorsQuery } from "../api/sensors";
import type { ListedSensor } from "../types";
import { useLive } from "./live";

export function useSensors() {
  const { phase } = useLive();
  return useQuery({ ...sensorsQuery, enabled: phase !== "connecting" });
}

/** The one time zone that all sites share, null where they differ: known without following each value. */
export function useOnlyZone(): string | null {
  const { phase } = useLive();
  return useQuery({ ...sensorsQuery, enabled: phase !== "connecting", select: onlyZone }).data ?? null;
}

function onlyZone(sensors: ListedSensor[]): string | null {
  const first = sensors[0]?.time_zone ?? null;
  return sensors.every((sensor) => sensor.time_zone === first) ? first : null;
}
