// The compare page's view model: the sensors of its lines, their series, and the view to share.
import { useMediaQuery } from "@mantine/hooks";
import { useMemo, type RefObject } from "react";
import { useLiveScope } from "@/data/live/scopes";
import { useSensors } from "@/data/live/sensors";
import { useReading } from "@/data/preferences";
import { usePageZone } from "@/data/zones";
import { useFollowedSeries } from "@/data/use-followed-series";
import { count, unitSign } from "@/domain/format";
import { PHONE } from "@/domain/phone";
import type { Sensor } from "@/domain/types";
import { rangeWords } from "@/parts/range/range-bar";
import { useRange } from "@/parts/range/use-range";
import type { SharedView } from "@/parts/share/view";
import { ends, follows, pointsFor } from "@/time/range";
import { periodOf } from "@/time/period";
import { serverNow } from "@/time/server-clock";
import { zoneWords } from "@/time/zone";
import { useKeys } from "@/ui/use-keys";
import { useParam } from "@/ui/use-param";
import type { CompareControl } from "./use-compare";
import { useLatest } from "./use-latest";
import { useLines } from "./use-lines";

/** "4 sensors at Northgate Cold Store", "5 sensors at 3 sites" */
export function aboutWords(sensors: Pick<Sensor, "site" | "site_name">[]): string {
  const sites = new Map(sensors.map((sensor) => [sensor.site, sensor.site_name]));
  const [name] = sites.values();
  return `${count(sensors.length)} ${sensors.length === 1 ? "sensor" : "sensors"} at ${sites.size === 1 && name ? name : `${count(sites.size)} sites`}`;
}

const newest = (sensors: Sensor[]): number | null =>
  sensors.reduce<number | null>(
    (most, { latest }) => (latest && latest.time > (most ?? 0) ? latest.time : most),
    null,
  );

/**
 * Everything on the page that is derived from the address, the list of sensors and the API's data.
 * @param graph the element that contains the graph, whose canvas becomes a shared image
 */
export function useComparison(compare: CompareControl, graph: RefObject<HTMLElement | null>) {
  const { view } = compare;
  const list = useSensors();
  const range = useRange();
  const phone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const reading = useReading();
  const { unit } = reading;
  const [tab, setTab] = useParam("tab");
  const table = tab === "table";
  const turn = () => setTab(table ? null : "table");
  const ids = view.lines.map(({ id }) => id).join(" ");
  const sensors = useMemo(
    () => ids.split(" ").flatMap((id) => list.data?.find((sensor) => sensor.id === id) ?? []),
    [list.data, ids],
  );
  useLiveScope({ sensors: sensors.map(({ id }) => id), sites: [] });
  const missing = list.data
    ? view.lines.filter(({ id }) => !sensors.some((sensor) => sensor.id === id)).map(({ id }) => id)
    : [];
  // With several sites the axis has the first sensor's zone, so that a link shows everyone the same.
  const siteZone = sensors[0]?.time_zone ?? reading.zone;
  const zone = reading.zoneOf(siteZone);
  usePageZone(sensors[0]?.time_zone);
  const points = pointsFor(phone);
  const requested = ends(range.range, serverNow());
  // Whole days of the sites stay whole in the earlier period, whatever zone the times are shown in.
  const calendar = periodOf(requested.from, requested.to, siteZone) ? siteZone : zone;
  const series = useFollowedSeries(
    sensors.map(({ id }) => id),
    range.range,
    points,
    newest(sensors),
  );
  const { lines: drawn, ...past } = useLines(
    view,
    sensors,
    series.data,
    range.range,
    points,
    unit,
    calendar,
  );
  const lines = useLatest(drawn, sensors, unit);
  useKeys({ b: () => compare.before(view.before ? null : "range"), t: turn });

  const shown =
    follows(range.range) && series.data
      ? { from: series.data.from, to: series.data.to }
      : requested;
  const shared: SharedView = {
    range: range.range,
    ...shown,
    zone,
    unit,
    sensors,
    paper: null,
    canvas: () =>
      graph.current?.querySelector<HTMLCanvasElement>("[data-testid=graph] canvas") ?? null,
    words: () => ({
      title: sensors.length === 1 ? (sensors[0]?.name ?? "") : aboutWords(sensors),
      under: [
        `${rangeWords(shown.from, shown.to, zone, false, 0)}, ${zoneWords(shown.to, zone)}, in ${unitSign(unit)}`,
      ],
      lines: lines.map((line) => ({
        name: line.shift
          ? `${line.full ?? line.name}, ${line.period ?? ""}`
          : (line.full ?? line.name),
        colour: line.colour,
        dashed: Boolean(line.shift),
      })),
    }),
  };
  return {
    view,
    list,
    range,
    phone,
    unit,
    zone,
    siteZone,
    /** The zone whose days and months the earlier period is made of. */
    calendar,
    sensors,
    missing,
    series,
    lines,
    /** Whether the series of the earlier period is loading or could not be loaded. */
    past,
    /** The range in view, in milliseconds. */
    shown,
    shared,
    table,
    turn,
  };
}
