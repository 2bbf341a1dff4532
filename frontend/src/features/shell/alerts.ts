// Which alerts the banner shows, in which order, and their words.
import { count } from "@/domain/format";
import { duration } from "@/time/duration";
import { clock, near } from "@/time/moment";
import type { Zone } from "@/time/zoned";
import type { Alert } from "@/domain/types";

/** The identity of an alert by which it is dismissed; it stays the same when the alert grows or ends. */
export const eventOf = ({ kind, since }: Pick<Alert, "kind" | "since">): string =>
  `${kind}:${since}`;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long after its end the banner still tells of an event. */
export const TOLD_MS = 15 * MINUTE;
/** A loss goes on while drops are no further apart than this. */
const LOSS_MS = 2 * MINUTE;

/** The end of an alert; a loss ends with its newest drop, while its alert lasts an hour longer. */
export function endOf({ kind, since, until }: Alert, now: number, lastDrop: number | null) {
  if (kind !== "lost" || lastDrop === null || lastDrop < since) return until;
  if (until !== null && lastDrop >= until) return until;
  return until === null && now - lastDrop < LOSS_MS ? null : lastDrop;
}

/** The urgency of what is wrong now, 0 first; not being live is between being blind and the others. */
const NOW = { blind: 0, "not-live": 1, lost: 2, ledger: 3, impaired: 4, queued: 5 } as const;
export const NOT_LIVE = NOW["not-live"];
/** The urgency of what is past. The end of other alerts is no news. */
const PAST: Partial<Record<Alert["kind"], number>> = { lost: 10, blind: 11 };

export interface Told {
  alert: Alert;
  /** When it ended; null if it is wrong now. */
  end: number | null;
  rank: number;
}

/**
 * The alerts that the banner tells, most urgent first; of equals the newest. What is wrong now precedes what
 * was, and what was is told until `TOLD_MS` after its end. A loss whose alert is open is told until that ends.
 */
export function toldAlerts(
  alerts: Alert[],
  dismissed: ReadonlySet<string>,
  now: number,
  lastDrop: number | null = null,
): Told[] {
  return alerts
    .flatMap((alert): Told[] => {
      if (dismissed.has(eventOf(alert))) return [];
      if (alert.until !== null && now - alert.until > TOLD_MS) return [];
      const end = endOf(alert, now, lastDrop);
      const rank = end === null ? NOW[alert.kind] : PAST[alert.kind];
      return rank === undefined ? [] : [{ alert, end, rank }];
    })
    .sort((a, b) => a.rank - b.rank || b.alert.since - a.alert.since);
}

interface AlertWords {
  tone: "bad" | "warn";
  title: string;
  text: string;
}

const messages = (number: number | null) =>
  number === null ? "messages" : number === 1 ? "1 message" : `${count(number)} messages`;

/**
 * The text of an alert, with times in `zone`. `asOf` is when it was last known, if the page has lost the
 * connection since.
 */
export function alertWords(
  { alert, end }: Pick<Told, "alert" | "end">,
  now: number,
  zone: Zone,
  asOf: number | null = null,
): AlertWords {
  const { kind, since, detail } = alert;
  const at = near(since, now, zone);
  const asOfWords = asOf === null ? "" : `, as of ${near(asOf, now, zone)}`;
  const open = `since ${at}${asOfWords}`;
  const span = end === null ? open : spanWords(since, end, now, zone);
  switch (kind) {
    case "blind":
      return end === null
        ? {
            tone: "bad",
            title: `Monitoring has been blind ${open}.`,
            text: joined("Current temperatures are unknown.", detail),
          }
        : { tone: "warn", title: `Monitoring was interrupted ${span}.`, text: detail };
    case "lost":
      return {
        tone: "bad",
        title: `The broker dropped ${messages(alert.count)} ${end === null ? open : lossWords(since, end, now, zone)}.`,
        text: "The devices consider them delivered and will not send them again.",
      };
    case "ledger":
      return {
        tone: "bad",
        title: `The ledger ${end === null ? "has not balanced" : "did not balance"} ${span}.`,
        text: joined(detail, "The ledger shows which hours."),
      };
    case "impaired":
      return {
        tone: "warn",
        title: `Monitoring ${end === null ? "has been" : "was"} impaired ${span}.`,
        text: detail,
      };
    case "queued":
      return end === null
        ? {
            tone: "warn",
            title: `${waiting(alert.count)} in the broker ${open}.`,
            text: joined("Readings arrive late; nothing is lost while they wait.", detail),
          }
        : {
            tone: "warn",
            title: `${capital(messages(alert.count))} waited in the broker ${span}.`,
            text: joined("Readings arrived late.", detail),
          };
  }
}

/** "from 09:33 to 09:41 (8 min)", or "at 09:33 for 8 s". */
function spanWords(since: number, end: number, now: number, zone: Zone): string {
  const length = duration(Math.max(1000, end - since));
  return clock(end, zone) === clock(since, zone) && end - since < HOUR
    ? `at ${near(since, now, zone)} for ${length}`
    : `from ${near(since, now, zone)} to ${near(end, now, zone)} (${length})`;
}

/** "between 09:33 and 09:41", or "at 09:33": drops are counted now and then, so their span has no exact length. */
const lossWords = (since: number, end: number, now: number, zone: Zone): string =>
  clock(end, zone) === clock(since, zone) && end - since < HOUR
    ? `at ${near(since, now, zone)}`
    : `between ${near(since, now, zone)} and ${near(end, now, zone)}`;

const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);

const waiting = (number: number | null) =>
  number === null
    ? "Messages have been waiting"
    : `${messages(number)} ${number === 1 ? "has" : "have"} been waiting`;

const joined = (...parts: string[]): string =>
  parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ");
