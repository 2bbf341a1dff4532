// The view model of the sensor page.
import { useMediaQuery } from "@mantine/hooks";
import { useEffect } from "react";
import { useSensor } from "@/data/api/sensor";
import { serverNow } from "@/time/server-clock";
import { useLiveScope } from "@/data/live/scopes";
import { useSensors } from "@/data/live/sensors";
import { PHONE } from "@/domain/phone";
import { useReading } from "@/data/preferences";
import { usePageZone } from "@/data/zones";
import { ends, follows, pointsFor } from "@/time/range";
import { useFollowedSeries } from "@/data/use-followed-series";
import { useKeys } from "@/ui/use-keys";
import { useRange } from "@/parts/range/use-range";
import { useTab } from "./use-tab";

/**
 * Everything on the page that is derived from the address, the sensor and its series.
 * @param requestedAt when the page was requested, in milliseconds; null if unknown
 */
export function useSensorView(id: string, requestedAt: number | null) {
  useLiveScope({ sensors: [id], sites: [] });
  const detail = useSensor(id);
  const live = useSensors().data?.find((sensor) => sensor.id === id);
  const sensor = live ?? detail.data;
  const phone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const [tab, setTab] = useTab();
  const range = useRange();
  const series = useFollowedSeries(
    [id],
    range.range,
    pointsFor(phone),
    sensor?.latest?.time ?? null,
    requestedAt,
  );
  const { zoneOf } = useReading();
  usePageZone(sensor?.time_zone);
  const name = sensor?.name;
  useEffect(() => {
    if (name) document.title = `${name} · Isotherm`;
  }, [name]);
  useKeys({ t: () => setTab(tab === "graph" ? "table" : "graph") });
  // A range that follows now shows the last response's range; a fixed one is shown at once.
  const view =
    follows(range.range) && series.data
      ? { from: series.data.from, to: series.data.to }
      : ends(range.range, serverNow());
  return {
    detail,
    sensor,
    phone,
    tab,
    setTab,
    range,
    series,
    /** The range in view, in milliseconds. */
    view,
    /** The zone of the page's times; null until the sensor is loaded. */
    zone: sensor ? zoneOf(sensor.time_zone) : null,
  };
}

export type SensorView = ReturnType<typeof useSensorView>;
