// Short names for the API's types. Times are milliseconds since 1970 UTC, values are °C.
import type { components } from "./api-types";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Unit = Me["unit"];
export type Theme = Me["theme"];
export type Preferences = Schemas["Preferences"];
export type Site = Schemas["Site"];
export type Sensor = Schemas["Sensor"];
export type Overview = Schemas["Overview"];
/** A sensor as the overview lists it; without coverage if it came from the live stream alone. */
export type ListedSensor = Sensor & { coverage?: number | null };
export type SensorDetail = Schemas["SensorDetails"];
export type State = Sensor["state"];
export type Limits = Schemas["LimitsSince"];
export type Series = Schemas["Series"];
export type SensorSeries = Schemas["SensorSeries"];
export type Spark = Schemas["Spark"];
export type Sparks = Schemas["Sparks"];
export type Statistics = Schemas["SensorStatistics"];
/** The figures of all excursions beyond one limit. */
export type Excursions = Schemas["Excursions"];
export type Excursion = Schemas["Excursion"];
export type SensorExcursions = Schemas["SensorExcursions"];
export type Reject = Schemas["Reject"];
export type Refusal = Schemas["Refusal"];
export type ReasonCount = Schemas["ReasonCount"];
export type Reason = Schemas["Reason"];
export type Ledger = Schemas["Ledger"];
export type LedgerHour = Schemas["Hour"];
export type LedgerCounts = Schemas["Counts"];
export type LiveSensors = Schemas["LatestEvent"];
export type Watch = Schemas["Watch"];
export type Alert = Schemas["Alert"];
/** An alert from its begin to its end, in the list for administrators. */
export type SystemEvent = Schemas["Event"];
export type BookDifference = Schemas["BookDifference"];
export type Dropped = Schemas["Dropped"];
export type Drop = Schemas["Drop"];
export type Instance = Schemas["Instance"];
export type Reading = Schemas["Reading"];
export type Proposal = Schemas["Proposal"];
export type Install = Schemas["Install"];
export type SentUnit = Schemas["UnitGuess"]["unit"];
export type Installation = Schemas["Installation"];
export type NewInstallation = Schemas["NewInstallation"];
export type InTheWay = Schemas["InTheWay"];
export type Device = Schemas["Device"];
export type DeviceDetail = Schemas["DeviceDetails"];
export type Diagnosis = Schemas["Diagnosis"];
export type ImportCheck = Schemas["ImportCheck"];
export type ImportRow = Schemas["ImportRow"];
export type Credential = Schemas["Credential"];
export type Broker = Schemas["Broker"];
export type BrokerAccounts = Schemas["Accounts"];
export type AccountDifference = Schemas["AccountDifference"];
export type DeviceChange = Schemas["ChangedDevice"];
export type Channel = Schemas["Channel"];
export type ReplayJob = Schemas["ReplayJob"];
export type Replayable = Schemas["Replayable"];
export type ReplayRequest = Schemas["NewReplay"];
export type LimitsHistory = Schemas["LimitsHistory"];
export type DatedLimits = Schemas["DatedLimits"];
export type LimitsRecord = Schemas["LimitsRecord"];
export type LimitsChange = Schemas["NewLimits"];
/** A stretch of a sensor's readings that a person set aside, re-read in another unit or shifted in time. */
export interface Correction {
  id: number;
  kind: "set_aside" | "unit" | "time";
  from: number;
  to: number;
  read_as: SentUnit | null;
  sent_as: SentUnit | null;
  shift_ms: number | null;
  reason: string;
  by: string;
  by_name: string | null;
  at: number;
  undone_by: string | null;
  undone_by_name: string | null;
  undone_at: number | null;
  undo_reason: string | null;
}
export interface NewCorrection {
  kind: Correction["kind"];
  from: number;
  to: number;
  reason: string;
  read_as?: SentUnit;
  sent_as?: SentUnit;
  shift_ms?: number;
}
export interface CorrectionFigures {
  counting: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  excursions: number;
  seconds: number;
}
export interface CorrectionPreview {
  readings: number;
  counting: number;
  before: CorrectionFigures;
  after: CorrectionFigures;
}
export type IntervalHistory = Schemas["IntervalHistory"];
export type IntervalChange = Schemas["NewInterval"];
export type SiteDetail = Schemas["SiteDetails"];
export type NewSite = Schemas["NewSite"];
export type SiteChange = Schemas["ChangedSite"];
export type SiteAccess = Schemas["SiteAccess"];
export type SitePerson = Schemas["PersonAccess"];
export type Grant = Schemas["Grant"];
export type NewGrant = Schemas["NewGrant"];
export type Candidates = Schemas["GrantCandidates"];
export type SiteDeletion = Schemas["Deletion"];
export type NewSensor = Schemas["BareSensor"];
export type SensorChange = Schemas["ChangedSensor"];
export type NewDevice = Schemas["NewDevice"];
export type Registered = Schemas["DeviceWithPassword"];
