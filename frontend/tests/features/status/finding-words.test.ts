import { describe, expect, it } from "vitest";
import { findingWords, versions } from "@/features/status/finding-words";
import type { Finding, Status } from "@/domain/types";
import { NOON } from "../../make";
import { makeStatus } from "./make-status";

const DAY = 86_400_000;
const words = (kind: Finding["kind"], changes: Partial<Status> = {}, subject?: string) => {
  const finding: Finding = { kind, severity: "warning", subject: subject ?? null, runbook: null };
  return findingWords(finding, makeStatus(changes), NOON, "UTC");
};
const all = (kind: Finding["kind"], changes: Partial<Status> = {}, subject?: string) => {
  const { title, text } = words(kind, changes, subject);
  return `${title}. ${text}`.replaceAll("\u00a0", " ");
};
const { parts, broker, database, history, backups, certificate } = makeStatus();

describe("each finding says what it is and what it means", () => {
  it.each<[Finding["kind"], Partial<Status>, string | undefined, RegExp]>([
    ["part_missing", {}, "ingest", /^No ingest is running.*wait in the broker/],
    ["part_missing", {}, "worker", /^No worker is running.*Nobody watches/],
    ["unwatched", {}, "worker", /nothing of the broker since Sun 12:00/],
    ["broker_lost", {}, undefined, /no connection to it since Sun 12:00/],
    [
      "partition_missing",
      { database: { ...database, partitions: { ...database.partitions, missing: "2026-11-24" } } },
      undefined,
      /^There is no partition for 24 Nov 2026/,
    ],
    [
      "certificate_refused",
      { certificate: certificate && { ...certificate, error: "certificate has expired" } },
      undefined,
      /^Devices refuse .*certificate has expired\. Devices that use TLS/,
    ],
    [
      "certificate_expiring",
      { certificate: certificate && { ...certificate, expires: NOON + 5 * DAY } },
      undefined,
      /expires in 5 d\./,
    ],
    ["certificate_unseen", {}, undefined, /last saw it at 11:59/],
    [
      "backup_failed",
      {
        backups: { ...backups, last: { started: 0, finished: 0, ok: false, message: "no space" } },
      },
      undefined,
      /^The last backup failed\. No space\. The last good one is of 02:00/,
    ],
    [
      "backup_failed",
      { backups: { ...backups, good: null, last: null } },
      undefined,
      /There is no good one to restore\.$/,
    ],
    ["backup_old", {}, undefined, /^The last good backup is 10 h old.*no older than 2 d 2 h/],
    ["backup_never", {}, undefined, /^No backup has been made yet/],
    ["backup_never", { backups: { ...backups, expected: false } }, undefined, /^No backup is set/],
    ["connections_short", {}, undefined, /23 of 100 are in use/],
    [
      "rollups_behind",
      { history: { ...history, behind: 1 } },
      undefined,
      /^1 sensor is behind.*to 11:00/,
    ],
    ["rollups_behind", { history: { ...history, behind: 2 } }, undefined, /^2 sensors are behind/],
    ["rules_silent", {}, undefined, /watchdog does not fire/],
    ["instance_gone", {}, "api-0", /^api-0 is gone\. Last seen at 11:59/],
  ])("%s", (kind, changes, subject, expected) => {
    expect(all(kind, changes, subject)).toMatch(expected);
  });

  it("says why Prometheus does not answer", () => {
    const { observers } = makeStatus();
    expect(
      all("prometheus_silent", {
        observers: { ...observers, prometheus_error: "no answer within 2 s" },
      }),
    ).toMatch(/^Prometheus does not answer\. No answer within 2 s\. Alerts of its rules/);
  });
});

it("writes each moment that it names", () => {
  expect(words("broker_lost").times).toEqual([broker.since]);
});

it("counts the versions of what runs, not of what is gone", () => {
  const [frontend, api, ...rest] = parts;
  const [first] = api?.instances ?? [];
  if (!frontend || !api || !first) throw new Error("no parts");
  const with_ = (state: typeof first.state, version: string | null) => ({
    parts: [frontend, { ...api, instances: [first, { ...first, state, version }] }, ...rest],
  });
  expect(versions(with_("gone", "0.0.9"))).toEqual(["0.1.0"]);
  expect(versions(with_("running", "0.2.0"))).toEqual(["0.1.0", "0.2.0"]);
  expect(versions(with_("draining", null))).toEqual(["0.1.0", "unknown"]);
});
