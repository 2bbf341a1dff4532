import type { Status } from "@/domain/types";
import { NOON } from "../../make";

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const running = (instance: string): Status["parts"][number]["instances"][number] => ({
  instance,
  version: "0.1.0",
  started: NOON - 2 * DAY,
  seen: NOON - 4 * SECOND,
  state: "running",
});

/** A system that is well, with the given changes. */
export const makeStatus = (changes: Partial<Status> = {}): Status => ({
  state: "well",
  now: NOON,
  version: "0.1.0",
  instance: "api-0",
  alerts: [],
  findings: [],
  parts: (["frontend", "api", "ingest", "worker"] as const).map((part) => ({
    part,
    instances: [running(`${part}-0`)],
  })),
  broker: {
    version: "mosquitto version 2.0.18",
    watched: true,
    connected: true,
    since: NOON - DAY,
    clients: 51,
    queued: 12,
    dropped_hour: 0,
    dropped_day: 7,
  },
  database: {
    version: "15.6",
    revision: "0033",
    bytes: 2 * 1024 ** 3,
    reading_bytes: 1.5 * 1024 ** 3,
    sampled: NOON - HOUR,
    growth_bytes: 12 * 1024 ** 2,
    connections: 23,
    max_connections: 100,
    partitions: {
      first: "2026-10-01",
      last: "2026-11-30",
      count: 61,
      ahead: 7,
      missing: "2026-12-01",
    },
    raw_days: 400,
  },
  history: { lag_s: 3600, behind: 0, dirty: 1, closed: NOON - HOUR },
  certificate: {
    address: "mqtt.example:8883",
    checked: NOON - 60 * SECOND,
    expires: NOON + 60 * DAY,
    error: null,
  },
  backups: {
    expected: true,
    good: {
      name: "b",
      started: NOON - 10 * HOUR,
      finished: NOON - 9 * HOUR,
      bytes: 3 * 1024 ** 2,
      revision: "0033",
    },
    last: { started: NOON - 10 * HOUR, finished: NOON - 9 * HOUR, ok: true, message: "" },
    oldest_hours: 50,
  },
  observers: {
    logs: null,
    traces: null,
    metrics: null,
    grafana: null,
    prometheus_error: null,
    rules: null,
  },
  ...changes,
});
