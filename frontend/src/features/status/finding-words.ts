// What is not as it should be, in words: what it is, and what it means.
import { count } from "@/domain/format";
import type { Finding, Status } from "@/domain/types";
import { duration } from "@/time/duration";
import { date, near } from "@/time/moment";
import type { Zone } from "@/time/zoned";

const HOUR = 3_600_000;

export interface Words {
  title: string;
  text: string;
  /** The moments in `text`, in the order in which they are written. */
  times?: (number | null)[];
}

/** "23 Nov 2026" of a day in UTC. */
export const utcDay = (iso: string): string => date(Date.parse(iso), "UTC", true);

export function findingWords(
  { kind, subject }: Finding,
  status: Status,
  now: number,
  zone: Zone,
): Words {
  const { broker, database, history, certificate, backups, observers } = status;
  const at = (moment: number | null | undefined) => (moment ? near(moment, now, zone) : "never");
  switch (kind) {
    case "part_missing":
      return subject === "ingest"
        ? {
            title: "No ingest is running",
            text: "Nobody collects readings. They wait in the broker until an ingest runs.",
          }
        : {
            title: "No worker is running",
            text: "Nobody watches the broker, rolls up readings or prepares the coming days.",
          };
    case "unwatched":
      return {
        title: "Worker does not watch the broker",
        text: `It runs, but has recorded nothing of the broker since ${at(broker.since)}.`,
        times: [broker.since],
      };
    case "broker_lost":
      return {
        title: "The broker cannot be reached",
        text: `Worker has had no connection to it since ${at(broker.since)}.`,
        times: [broker.since],
      };
    case "partition_missing":
      return {
        title: `There is no partition for ${utcDay(database.partitions.missing)}`,
        text: "Readings of that day cannot be stored. Worker makes partitions; see why it does not.",
      };
    case "certificate_refused":
      return {
        title: "Devices refuse the broker’s certificate",
        text: `${certificate?.error ?? "It is not valid"}. Devices that use TLS cannot connect.`,
      };
    case "certificate_expiring":
      return {
        title: `The broker’s certificate expires in ${duration((certificate?.expires ?? now) - now)}`,
        text: "From then on devices that use TLS cannot connect.",
      };
    case "certificate_unseen":
      return {
        title: "The broker’s certificate was not looked at lately",
        text: `Worker last saw it at ${at(certificate?.checked)}.`,
        times: [certificate?.checked ?? null],
      };
    case "backup_failed":
      return {
        title: "The last backup failed",
        text: [
          backups.last?.message && sentence(backups.last.message),
          backups.good
            ? `The last good one is of ${at(backups.good.started)}.`
            : "There is no good one to restore.",
        ]
          .filter(Boolean)
          .join(" "),
        times: [backups.good?.started ?? null],
      };
    case "backup_old":
      return {
        title: `The last good backup is ${duration(now - (backups.good?.started ?? now))} old`,
        text: `It should be no older than ${duration(backups.oldest_hours * HOUR)}.`,
      };
    case "backup_never":
      return {
        title: backups.expected ? "No backup has been made yet" : "No backup is set up",
        text: "If the database were lost now, nothing could be restored.",
      };
    case "connections_short":
      return {
        title: "Few connections to the database are left",
        text: `${count(database.connections)} of ${count(database.max_connections)} are in use.`,
      };
    case "rollups_behind":
      return {
        title: `${history.behind === 1 ? "1 sensor is" : `${count(history.behind)} sensors are`} behind`,
        text: `${history.behind === 1 ? "Its" : "Their"} hours are rolled up only to ${at(rolledTo(status))}. Pages read raw readings from there on, and are slower.`,
        times: [rolledTo(status)],
      };
    case "prometheus_silent":
      return {
        title: "Prometheus does not answer",
        text: `${sentence(observers.prometheus_error ?? "no answer")} Alerts of its rules are not shown here.`,
      };
    case "rules_silent":
      return {
        title: "Prometheus does not evaluate Isotherm’s rules",
        text: "Its watchdog does not fire, so no other alert can.",
      };
    case "instance_gone": {
      const gone = status.parts
        .flatMap(({ instances }) => instances)
        .find(({ instance }) => instance === subject);
      return {
        title: `${subject ?? "An instance"} is gone`,
        text: `Last seen at ${at(gone?.seen)}. If another one took its place, it disappears from here within a day.`,
        times: [gone?.seen ?? null],
      };
    }
    case "versions_differ":
      return {
        title: "Parts run in different versions",
        text: `${versions(status).join(", ")}. An update is under way, or did not finish.`,
      };
  }
}

/** The oldest mark up to which a sensor is rolled up; it is at a full minute, and rounded to be so. */
export const rolledTo = ({ now, history }: Pick<Status, "now" | "history">): number | null =>
  history.lag_s === null ? null : Math.round((now - history.lag_s * 1000) / 1000) * 1000;

/** The versions that run, without those that are gone. */
export const versions = ({ parts }: Pick<Status, "parts">): string[] =>
  [
    ...new Set(
      parts
        .flatMap(({ instances }) => instances)
        .filter(({ state }) => state === "running" || state === "draining")
        .map(({ version }) => version ?? "unknown"),
    ),
  ].sort();

const sentence = (text: string): string =>
  text.slice(0, 1).toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? "" : ".");
