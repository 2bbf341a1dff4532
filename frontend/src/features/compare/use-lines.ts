// The lines of the graph: each sensor's series and, dashed, that of the earlier period.
import { useMemo } from "react";
import { periodBefore } from "@/time/before";
import { periodOf } from "@/time/period";
import { BEFORES, type CompareView } from "@/domain/compare-view";
import { distinctions, fullName } from "@/domain/distinct-names";
import { duration } from "@/time/duration";
import { graphData } from "@/domain/graph-data";
import { useExcursions, type KnownExcursions } from "@/data/api/excursions";
import { anyRecalculating } from "@/data/api/recalculating";
import { useSeries } from "@/data/api/series";
import { exactSpans, withExact } from "@/domain/exact-spans";
import type { Range } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import type { Sensor, Series, Unit } from "@/domain/types";
import type { GraphLine } from "@/parts/graph/line";

export const BEFORE_KEY = " before";

/** "previous 24 h", "previous month", "week before" */
export function beforeWords(
  before: NonNullable<CompareView["before"]>,
  from: number,
  to: number,
  zone: string,
): string {
  if (before === "range") return `previous ${periodWords(from, to, zone)}`;
  return BEFORES.find(({ key }) => key === before)?.label.toLowerCase() ?? "";
}

function periodWords(from: number, to: number, zone: string): string {
  const period = periodOf(from, to, zone);
  if (!period) return duration(to - from);
  const [unit, count] =
    period.unit === "day" && period.count % 7 === 0
      ? ["week", period.count / 7]
      : [period.unit, period.count];
  return count === 1 ? unit : `${count} ${unit}s`;
}

function linesOf(
  view: CompareView,
  sensors: Sensor[],
  response: Series | undefined,
  unit: Unit,
  shift: number,
  note?: string,
  excursions?: readonly KnownExcursions[],
): GraphLine[] {
  if (!response) return [];
  const told = distinctions(sensors);
  return view.lines.flatMap(({ id, colour, hidden }): GraphLine[] => {
    const series = response.sensors.find((series) => series.id === id);
    const sensor = sensors.find((sensor) => sensor.id === id);
    if (hidden || !series || !sensor) return [];
    const data = withExact(
      graphData(series, response.from, response.to, response.bucket_ms, unit),
      exactSpans(excursions, id),
    );
    const full = fullName(sensor, told);
    const place = told.get(id) ?? (note === undefined ? (sensor.place ?? sensor.site_name) : null);
    const line = { name: sensor.name, full, place, colour, data };
    return [
      note === undefined
        ? { ...line, key: id }
        : { ...line, key: id + BEFORE_KEY, period: note, shift },
    ];
  });
}

interface Lines {
  lines: GraphLine[];
  /** How far back the earlier period lies, in ms; null without one. */
  shift: number | null;
  /** The earlier period, in ms; null without one. */
  earlier: { from: number; to: number } | null;
  loading: boolean;
  failed: boolean;
  /** Whether one of the lines is about to be recalculated. */
  recalculating: boolean;
}

/** @param response the series of the range in view */
export function useLines(
  view: CompareView,
  sensors: Sensor[],
  response: Series | undefined,
  range: Range,
  points: number,
  unit: Unit,
  zone: string,
): Lines {
  const past =
    view.before && response ? periodBefore(view.before, response.from, response.to, zone) : null;
  const shift = past && response ? response.from - past.from : null;
  const ids = sensors.map(({ id }) => id);
  const earlier = useSeries(ids, past ?? { from: 0, to: 1 }, points, serverNow, shift !== null);
  const excursions = useExcursions(ids, range, serverNow).data;
  const own = useMemo(
    () => linesOf(view, sensors, response, unit, 0, undefined, excursions),
    [view, sensors, response, unit, excursions],
  );
  const note =
    view.before && response ? beforeWords(view.before, response.from, response.to, zone) : "";
  // Placeholder data is of another period and would be drawn at the wrong time.
  const before = shift !== null && !earlier.isPlaceholderData ? earlier.data : undefined;
  const old = useMemo(
    () => linesOf(view, sensors, before, unit, shift ?? 0, note),
    [view, sensors, before, unit, shift, note],
  );
  return {
    lines: [...own, ...old],
    shift,
    earlier: past,
    loading: shift !== null && earlier.isFetching && !before,
    failed: shift !== null && earlier.isError,
    recalculating: anyRecalculating(response, before, excursions),
  };
}
