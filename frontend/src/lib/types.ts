// The API's words as TypeScript sees them. Times are milliseconds since 1970 UTC, values are °C.

export type Unit = "C" | "F";
export type Theme = "auto" | "light" | "dark";
export type Role = "viewer" | "operator" | "manager";
export type Status = "online" | "stale" | "fault" | "never";
export type State = "in_range" | "above" | "below" | "silent" | "fault" | "never";

export interface Me {
  subject: string;
  username: string;
  name: string | null;
  email: string | null;
  admin: boolean;
  unit: Unit;
  time_zone: string | null;
  theme: Theme;
  sites: { slug: string; role: Role }[];
}

export interface Site {
  slug: string;
  name: string;
  time_zone: string;
  role: Role;
  sensors: number;
}

export interface Limits {
  low: number | null;
  high: number | null;
  since: number;
}

export interface Latest {
  time: number;
  received: number;
  value: number | null;
  quality: number;
  good_time: number | null;
  good_value: number | null;
}

export interface Sensor {
  id: string;
  site: string;
  site_name: string;
  time_zone: string;
  slug: string;
  name: string;
  place: string | null;
  interval_s: number | null;
  limits: Limits | null;
  device: { name: string; label: string | null } | null;
  channel: string | null;
  status: Status;
  state: State;
  since: number | null;
  latest: Latest | null;
}

export interface SensorDetail extends Sensor {
  installations: { device: string; channel: string; from: number; to: number | null }[];
  role: Role;
}

export interface SensorSeries {
  id: string;
  time_zone: string;
  interval_s: number | null;
  time: number[];
  min: number[];
  avg: number[];
  max: number[];
  count: number[];
  gaps: [number, number][];
  coverage: number | null;
  faults: [number, number][];
  uncounted: { time: number; value: number | null; quality: number }[];
  uncounted_total: number;
  limits: Limits[];
  first: number | null;
}

export interface Series {
  from: number;
  to: number;
  bucket_ms: number | null;
  sensors: SensorSeries[];
}

export interface Beyond {
  seconds: number;
  times: number;
  open: boolean;
}

export interface Statistics {
  sensor: string;
  from: number;
  to: number;
  n: number;
  expected: number | null;
  uncounted: number;
  min: { value: number; time: number } | null;
  max: { value: number; time: number } | null;
  mean: number | null;
  coverage: number | null;
  unknown_s: number;
  above: Beyond;
  below: Beyond;
}

export interface Reject {
  id: number | string;
  received: number;
  topic: string;
  device: string | null;
  channel: string | null;
  reason: string;
  title: string;
  detail: string | null;
  payload_text: string | null;
  payload_hex: string | null;
  payload_bytes: number;
  element: number | null;
  curable: boolean;
}

export interface Rejects {
  items: Reject[];
  counts: { reason: string; title: string; count: number }[];
  next: string | null;
}

export interface LedgerCounts {
  received: number;
  decoded: number;
  undecodable: number;
  offered: number;
  stored: number;
  duplicate: number;
  rejected: number;
  ignored: number;
  replayed: number;
}

export interface LedgerHour extends LedgerCounts {
  hour: number;
  balanced: boolean;
  difference: { messages: number; elements: number };
  open: boolean;
}

export interface Ledger {
  hours: LedgerHour[];
  total: LedgerCounts & { balanced: boolean };
}
