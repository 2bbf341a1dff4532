// The live list of sensors. No change is lost between list and stream: either the list is fetched once
// the stream is open, or the stream resumes after the list's mark.
import { useQuery } from "@tanstack/react-query";
import { sensorsQuery } from "../api/sensors";
import type { ListedSensor } from "@/domain/types";
import { useLiveness } from "./live";

export function useSensors() {
  const { phase } = useLiveness();
  return useQuery({ ...sensorsQuery, enabled: phase !== "connecting" });
}

/** The same for a page that needs the list at once, without waiting for the stream. */
export function useSensorsFirst() {
  const { phase, requested } = useLiveness();
  return useQuery({ ...sensorsQuery, enabled: phase !== "connecting" || !requested });
}

/** The time zone that all sites share, or null; does not re-render with each value. */
export function useOnlyZone(): string | null {
  const { phase } = useLiveness();
  return (
    useQuery({ ...sensorsQuery, enabled: phase !== "connecting", select: onlyZone }).data ?? null
  );
}

let memo: { of: ListedSensor[]; zone: string | null } | null = null;

/** Memoised, because many components of a page select it from the same list. */
function onlyZone(sensors: ListedSensor[]): string | null {
  if (memo?.of !== sensors) {
    const first = sensors[0]?.time_zone ?? null;
    memo = {
      of: sensors,
      zone: sensors.every((sensor) => sensor.time_zone === first) ? first : null,
    };
  }
  return memo.zone;
}
