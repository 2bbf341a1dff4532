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
/** An older API, as there is one during an update, knows no grace of limits. */
type Graceful<T> = Omit<T, "min_duration_s" | "hysteresis"> &
  Partial<Pick<Schemas["DatedLimits"], "min_duration_s" | "hysteresis">>;
export type Grace = Graceful<unknown>;
export type Limits = Graceful<Schemas["LimitsSince"]>;
export type Series = Omit<Schemas["Series"], "sensors"> & { sensors: SensorSeries[] };
export type SensorSeries = Omit<Schemas["SensorSeries"], "limits"> & { limits: Limits[] };
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
/** How the system itself is, for administrators. */
export type Status = Schemas["Status"];
export type StatusAlert = Schemas["StatusAlert"];
export type Finding = Schemas["Finding"];
export type PartInstance = Schemas["PartInstance"];
export type BookDifference = Schemas["BookDifference"];
export type Dropped = Schemas["Dropped"];
export type Drop = Schemas["Drop"];
export type Instance = Schemas["Instance"];
export type Reading = Schemas["Reading"];
export type Proposal = Schemas["Proposal"];
export type NameEvidence = Schemas["NameEvidence"];
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
export type DatedLimits = Graceful<Schemas["DatedLimits"]>;
export type LimitsHistory = Omit<Schemas["LimitsHistory"], "items"> & { items: DatedLimits[] };
type RecordedLimits = Graceful<Schemas["Bounds"]>;
export type LimitsRecord = Omit<Schemas["LimitsRecord"], "before" | "after"> & {
  before: RecordedLimits | null;
  after: RecordedLimits | null;
};
export type LimitsChange = Schemas["NewLimits"];
/** A stretch of a sensor's readings that a person set aside, re-read in another unit or shifted in time. */
export type Correction = Schemas["Correction"];
export type NewCorrection = Schemas["NewCorrection"];
export type TriedCorrection = Schemas["TriedCorrection"];
export type CorrectionPreview = Schemas["Preview"];
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
