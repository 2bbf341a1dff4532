// Factories for plausible sensors and series; tests override what matters to them.
import type { Excursion, Sensor, SensorDetail, SensorSeries } from "@/domain/types";

export const NOON = Date.UTC(2026, 10, 23, 12);

export function makeSensor(changes: Partial<Sensor> = {}): Sensor {
  const sensor = {
    id: "linden-pharmacy/vaccine-fridge",
    site: "linden-pharmacy",
    site_name: "Linden Pharmacy",
    time_zone: "Europe/Vienna",
    slug: "vaccine-fridge",
    name: "Vaccine fridge",
    place: "Dispensary",
    position: null,
    archived: null,
    interval_s: 10,
    limits: { low: 2, high: 8, since: 0 },
    device: { name: "probe-1", label: null },
    channel: "temperature",
    status: "online" as const,
    state: "in_range" as const,
    since: null,
    latest: makeLatest(NOON, 4.3),
    ...changes,
  };
  const gapAfter = 3 * (sensor.interval_s ?? 60);
  const silentAt = sensor.latest && sensor.latest.time + gapAfter * 1000 + 1;
  return { gap_after_s: gapAfter, silent_at: silentAt, ...sensor };
}

/** A sensor as its own page has it. */
export function makeSensorDetail(changes: Partial<SensorDetail> = {}): SensorDetail {
  return {
    ...makeSensor(changes),
    installations: [],
    role: "operator",
    site_archived: null,
    deletable: false,
    etag: '"1"',
    ...changes,
  };
}

export function makeLatest(time: number, value: number | null): NonNullable<Sensor["latest"]> {
  return {
    time,
    received: time + 200,
    value,
    quality: value === null ? 1 : 0,
    good_time: time,
    good_value: value ?? 4,
  };
}

/** A series with a point at each time; values rise from 4.0 in steps of 0.1. */
export function makeSeries(times: number[], changes: Partial<SensorSeries> = {}): SensorSeries {
  const values = times.map((_, i) => 4 + i / 10);
  return {
    id: "linden-pharmacy/vaccine-fridge",
    time_zone: "Europe/Vienna",
    interval_s: 60,
    time: times,
    min: values.map((v) => v - 0.5),
    avg: values,
    max: values.map((v) => v + 0.5),
    count: times.map(() => 12),
    gaps: [],
    gaps_total: 0,
    coverage: 1,
    faults: [],
    uncounted: [],
    uncounted_total: 0,
    limits: [],
    recalculating: false,
    first: times[0] ?? null,
    ...changes,
  };
}

/** Ten minutes above 8 °C from noon on. */
export function makeExcursion(changes: Partial<Excursion> = {}): Excursion {
  const from = changes.from ?? NOON;
  const to = changes.to ?? from + 600_000;
  return {
    side: "above",
    from,
    to,
    open: false,
    before: false,
    seconds: (to - from) / 1000,
    extreme: { value: 9.2, time: from + 60_000 },
    limit: 8,
    times: 1,
    exact: true,
    ...changes,
  };
}
