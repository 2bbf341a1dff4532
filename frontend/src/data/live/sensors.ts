// The list of sensors, live. No change falls between it and the stream: either it is asked for once the
// stream stands, or the stream goes on from the list's mark.
import { useQuery } from "@tanstack/react-query";
import { sensorsQuery } from "../api/sensors";
import type { ListedSensor } from "@/domain/types";
import { useLiveness } from "./live";

export function useSensors() {
  const { phase } = useLiveness();
  return useQuery({ ...sensorsQuery, enabled: phase !== "connecting" });
}

/** The same for a page that is nothing without it: not even the stream is waited for. */
export function useSensorsFirst() {
  const { phase, begun } = useLiveness();
  return useQuery({ ...sensorsQuery, enabled: phase !== "connecting" || !begun });
}

/** The one time zone that all sites share, null where they differ: known without following each value. */
export function useOnlyZone(): string | null {
  const { phase } = useLiveness();
  return (
    useQuery({ ...sensorsQuery, enabled: phase !== "connecting", select: onlyZone }).data ?? null
  );
}

let asked: { of: ListedSensor[]; zone: string | null } | null = null;

/** Many parts of a page ask it of the same list. */
function onlyZone(sensors: ListedSensor[]): string | null {
  if (asked?.of !== sensors) {
    const first = sensors[0]?.time_zone ?? null;
    asked = {
      of: sensors,
      zone: sensors.every((sensor) => sensor.time_zone === first) ? first : null,
    };
  }
  return asked.zone;
}
