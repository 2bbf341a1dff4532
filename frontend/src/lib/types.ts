// The API's words by short names. Times are milliseconds since 1970 UTC, values are °C.
import type { components } from "./api-types";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Unit = Me["unit"];
export type Theme = Me["theme"];
export type Preferences = Schemas["Preferences"];
export type Sensor = Schemas["Sensor"];
export type SensorDetail = Schemas["SensorDetails"];
export type State = Sensor["state"];
export type Limits = Schemas["LimitsSince"];
export type Series = Schemas["Series"];
export type SensorSeries = Schemas["SensorSeries"];
export type Statistics = Schemas["Statistics"];
export type Excursions = Schemas["Excursions"];
export type Reject = Schemas["Reject"];
export type Rejects = Schemas["Rejects"];
export type ReasonCount = Schemas["ReasonCount"];
export type Reason = Schemas["Reason"];
export type Ledger = Schemas["Ledger"];
export type LedgerHour = Schemas["Hour"];
export type LedgerCounts = Schemas["Counts"];
export type LiveSensors = Schemas["LatestEvent"];
