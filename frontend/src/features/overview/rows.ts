// The rows of the overview: sensors with what is known of them.
import { known, type Known } from "@/domain/state";
import type { ListedSensor } from "@/domain/types";

export interface Row {
  sensor: ListedSensor;
  known: Known;
}

/** Below it the look calls a day's coverage low. */
const LOW_COVERAGE = 0.99;

const same = (a: Known, b: Known) =>
  a.state === b.state && a.since === b.since && a.value === b.value && a.time === b.time;

/** Return one row per sensor; an unchanged sensor keeps its row object, so that React skips it. */
export function rowsOf(sensors: ListedSensor[], now: number, before: Row[] = []): Row[] {
  return sensors.map((sensor, i) => {
    const row = before[i];
    const is = known(sensor, now);
    return row?.sensor === sensor && same(row.known, is) ? row : { sensor, known: is };
  });
}

export const isLow = ({ sensor }: Row): boolean =>
  sensor.coverage != null && sensor.coverage < LOW_COVERAGE;
