// Differences between the broker's accounts and the database's, as text.
import type { AccountDifference, Broker, BrokerAccounts } from "@/domain/types";
import { near } from "@/time/moment";

const KINDS: Record<string, string> = {
  missing: "Account is missing",
  surplus: "Account that the database does not have",
  credential: "Another password",
  disabled: "Disabled at the broker alone",
  enabled: "Disabled, but may connect",
  client_id: "Wrong client ID",
  roles: "Wrong roles",
  role_missing: "Rights are missing",
  role_rights: "Wrong rights",
  role_surplus: "Role that the database does not have",
  group: "Group that the database does not have",
  default_access: "Default access is not denied",
};

/** The kind in words; an unknown one as it is named. */
export const kindWords = (kind: string): string => KINDS[kind] ?? kind.replaceAll("_", " ");

const CURES: Record<AccountDifference["cure"], string> = {
  live: "Corrected automatically within a minute",
  apply: "Apply the database",
  rotate: "Make a new password",
  render: "Render and restart the broker",
};

/** What removes a difference, in a few words. */
export const cureWords = ({ cure }: AccountDifference): string => CURES[cure];

/** The account of a service, which has no page and no password that a person makes. */
export const isService = (name: string): boolean => name.includes(":");

/** Whether a new password removes the difference: for a device whose password the broker lacks. */
export const canRotate = ({ kind, name }: AccountDifference): boolean =>
  (kind === "missing" || kind === "credential") && !isService(name);

export interface Status {
  tone: "good" | "warn" | "bad";
  title: string;
  text: string;
}

/** What to know first about the accounts: worst first. */
export function accountStatus(
  broker: Broker,
  accounts: BrokerAccounts,
  now: number,
  zone: string,
): Status {
  if (broker.administration === "none")
    return {
      tone: "warn",
      title: "Isotherm does not administer this broker",
      text: "Accounts are made by whoever does. Passwords, disabled devices and removals have to be entered there.",
    };
  if (accounts.held !== null)
    return {
      tone: "bad",
      title: "The broker is ahead of the database",
      text:
        `The database was restored from a backup: since ${near(accounts.held, now, zone)} worker only shows what differs ` +
        "and changes nothing. Read the list, then apply the database: accounts that only the broker has are deleted, and what the database says counts.",
    };
  if (!broker.connected)
    return {
      tone: "bad",
      title: "Worker does not reach the broker’s administration",
      text: `${broker.error ?? (broker.seen === null ? "It has not looked after the accounts yet." : `It last looked after the accounts at ${near(broker.seen, now, zone)}.`)} New passwords wait for up to ten minutes.`,
    };
  if (accounts.count > 0)
    return {
      tone: "warn",
      title: `${accounts.count.toLocaleString("en")} ${accounts.count === 1 ? "difference" : "differences"}`,
      text: "Some accounts at the broker differ from the database. Each row says how to correct it.",
    };
  return {
    tone: "good",
    title: "The broker has what the database wants",
    text:
      accounts.checked === null
        ? "It has not been compared yet."
        : `Compared at ${near(accounts.checked, now, zone)}.`,
  };
}
