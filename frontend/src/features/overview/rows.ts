// The rows of the overview: sensors with their judged states.
import { judge, type Judged } from "@/domain/state";
import type { ListedSensor } from "@/domain/types";

export interface Row {
  sensor: ListedSensor;
  judged: Judged;
}

/** A day's coverage below this is low. */
const LOW_COVERAGE = 0.99;

const same = (a: Judged, b: Judged) =>
  a.state === b.state && a.since === b.since && a.value === b.value && a.time === b.time;

/** Return one row per sensor; an unchanged sensor keeps its row object, so that React skips it. */
export function rowsOf(sensors: ListedSensor[], now: number, before: Row[] = []): Row[] {
  return sensors.map((sensor, i) => {
    const row = before[i];
    const judged = judge(sensor, now);
    return row?.sensor === sensor && same(row.judged, judged) ? row : { sensor, judged };
  });
}

export const isLow = ({ sensor }: Row): boolean =>
  sensor.coverage != null && sensor.coverage < LOW_COVERAGE;
