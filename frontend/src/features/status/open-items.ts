// What is open, as one list: alerts of worker and Prometheus, and what api found; worst first.
import { count } from "@/domain/format";
import type { Status, StatusAlert } from "@/domain/types";
import type { Zone } from "@/time/zoned";
import { findingWords, type Words } from "./finding-words";

export interface Item extends Words {
  key: string;
  severity: "critical" | "warning" | "note";
  pending: boolean;
  since: number | null;
  /** Which rule of Prometheus it is; null if it is none. */
  rule: string | null;
  runbook: string | null;
}

const ALERTS: Record<string, string> = {
  blind: "Monitoring is blind",
  lost: "The broker dropped messages",
  ledger: "The ledger does not balance",
  impaired: "Monitoring is impaired",
  queued: "Messages wait in the broker",
};
const RANKS = { critical: 0, warning: 1, note: 2 };

function alertItem(alert: StatusAlert): Item {
  const rule = alert.source === "prometheus";
  const own = ALERTS[alert.name];
  const counted = alert.count === null ? "" : `: ${count(alert.count)}`;
  return {
    key: `${alert.source} ${alert.name} ${alert.since ?? ""} ${alert.detail}`,
    title: rule ? alert.detail || alert.name : `${own ?? alert.name}${counted}`,
    text: rule ? "" : alert.detail,
    severity: alert.severity,
    pending: alert.pending,
    since: alert.since,
    rule: rule ? alert.name : null,
    runbook: alert.runbook,
  };
}

/** What holds comes before what is pending, then the worst first. */
export function openItems(status: Status, now: number, zone: Zone): Item[] {
  const findings = status.findings.map((finding): Item => ({
    ...findingWords(finding, status, now, zone),
    key: `${finding.kind} ${finding.subject ?? ""}`,
    severity: finding.severity,
    pending: false,
    since: null,
    rule: null,
    runbook: finding.runbook,
  }));
  return [...status.alerts.map(alertItem), ...findings].sort(
    (a, b) => Number(a.pending) - Number(b.pending) || RANKS[a.severity] - RANKS[b.severity],
  );
}

/** Whether somebody should act on it now. */
export const isUrgent = ({ pending, severity }: Item): boolean => !pending && severity !== "note";

interface Headline {
  tone: "good" | "warn" | "bad";
  title: string;
  text: string;
}

export function headline(status: Status, items: Item[]): Headline {
  const urgent = items.filter(isUrgent).length;
  const rest = items.length - urgent;
  const things = urgent === 1 ? "1 thing needs" : `${count(urgent)} things need`;
  switch (status.state) {
    case "critical":
      return {
        tone: "bad",
        title: `${things} attention now`,
        text: "Readings or the means to keep them are at risk. Begin with the first.",
      };
    case "attention":
      return {
        tone: "warn",
        title: `${things} attention`,
        text: "Readings come in and are kept, but that may change.",
      };
    case "well":
      return {
        tone: "good",
        title: "Everything is well",
        text:
          rest === 0
            ? "All parts run, readings come in, and nothing is overdue."
            : `All parts run and readings come in. ${rest === 1 ? "One note is" : `${count(rest)} notes are`} below.`,
      };
  }
}
