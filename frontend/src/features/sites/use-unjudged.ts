// How many of a site's sensors report without limits that judge them.
import { useSensors } from "@/data/live/sensors";
import { useStateNow } from "@/data/live/state-now";
import { judge } from "@/domain/state";

export function useUnjudged(site: string): number {
  const sensors = useSensors().data ?? [];
  const now = useStateNow();
  return sensors.filter(
    (sensor) => sensor.site === site && judge(sensor, now).state === "no_limits",
  ).length;
}
