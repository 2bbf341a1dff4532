// Factories for devices and their channels; tests override what matters to them.
import type { Channel, Device, DeviceDetail, Diagnosis } from "@/domain/types";
import { NOON } from "./make";

export const makeDevice = (changes: Partial<Device> = {}): Device => ({
  name: "clinic-log-2",
  label: null,
  site: null,
  state: "known",
  model: null,
  serial: null,
  firmware: null,
  notes: null,
  time_zone: null,
  clock_skew_ms: null,
  connection: null,
  connection_at: null,
  offline_at: null,
  heard: null,
  created: NOON,
  problem: null,
  disabled: null,
  removed: null,
  credential: { state: "applied", version: 1, made: NOON, applied: NOON, error: null },
  channel_count: 1,
  proposed_count: 0,
  serves: 0,
  sensors: [],
  ever_installed: false,
  role: "manager",
  etag: '"1"',
  ...changes,
});

export const makeChannel = (changes: Partial<Channel> = {}): Channel => ({
  name: "temperature",
  state: "known",
  unit: null,
  fault_list: true,
  fault_values: [],
  plausible_low: null,
  plausible_high: null,
  created: 0,
  ignored: false,
  dismissed: null,
  name_says: null,
  last: null,
  frozen: null,
  installations: [],
  etag: '"2"',
  ...changes,
});

export const makeDeviceDetail = (changes: Partial<DeviceDetail> = {}): DeviceDetail => ({
  ...makeDevice(),
  channels: [],
  channels_used: 1,
  channels_most: 64,
  expired: 0,
  ...changes,
});

export const makeDiagnosis = (changes: Partial<Diagnosis> = {}): Diagnosis => ({
  verdict: "never_connected",
  connected: null,
  since: null,
  address: null,
  last_disconnected: null,
  reason: null,
  takeovers: { count: 0, recent: 0, last: null },
  refused: { count: 0, since: NOON - 600_000, addresses: [], garbled: 0 },
  topic: "sensors/clinic-log-2/temperature",
  last_message: null,
  rejects: [],
  ignored: 0,
  collecting: true,
  watched_since: NOON - 86_400_000,
  ...changes,
});
