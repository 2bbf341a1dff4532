// Which alert the banner shows, and its words.
import { count } from "@/domain/format";
import { duration } from "@/time/duration";
import { clock, near } from "@/time/moment";
import type { Alert } from "@/domain/types";

/** The identity of an alert by which it is dismissed; it stays the same when the alert grows or ends. */
export const eventOf = ({ kind, since }: Pick<Alert, "kind" | "since">): string =>
  `${kind}:${since}`;

/** The urgency of an alert, 0 first. A loss is permanent; an ended blind alert ranks last, others are not shown. */
function rank({ kind, until }: Alert): number | null {
  if (kind === "lost") return 1;
  if (until !== null) return kind === "blind" ? 5 : null;
  return { blind: 0, ledger: 2, impaired: 3, queued: 4 }[kind];
}

/** The most urgent alert that is not dismissed; of equals the newest. */
export function bannerAlert(alerts: Alert[], dismissed: ReadonlySet<string>): Alert | null {
  const ranked = alerts.flatMap((alert) => {
    const at = rank(alert);
    return at === null || dismissed.has(eventOf(alert)) ? [] : [{ alert, at }];
  });
  return ranked.sort((a, b) => a.at - b.at || b.alert.since - a.alert.since)[0]?.alert ?? null;
}

interface AlertWords {
  tone: "bad" | "warn";
  title: string;
  text: string;
}

const messages = (number: number | null) =>
  number === null ? "messages" : number === 1 ? "1 message" : `${count(number)} messages`;

/**
 * The text of an alert, with times in `zone`. A loss ends with its newest drop; its alert lasts a while
 * longer.
 */
export function alertWords(
  alert: Alert,
  now: number,
  zone: string,
  lastDrop: number | null = null,
): AlertWords {
  const { kind, since, detail } = alert;
  const until =
    kind === "lost" &&
    lastDrop !== null &&
    lastDrop >= since &&
    (alert.until === null || lastDrop < alert.until)
      ? lastDrop
      : alert.until;
  const at = near(since, now, zone);
  const sameMinute = until !== null && clock(until, zone) === clock(since, zone);
  const span =
    until === null
      ? `since ${at}`
      : sameMinute
        ? `at ${at}`
        : `between ${at} and ${near(until, now, zone)}`;
  switch (kind) {
    case "blind":
      return until === null
        ? {
            tone: "bad",
            title: `Monitoring has been blind since ${at}.`,
            text: joined("Current temperatures are unknown.", detail),
          }
        : {
            tone: "warn",
            title: `Monitoring was interrupted at ${at} for ${duration(until - since)}.`,
            text: detail,
          };
    case "lost":
      return {
        tone: "bad",
        title: `The broker dropped ${messages(alert.count)} ${span}.`,
        text: "The devices consider them delivered and will not send them again.",
      };
    case "ledger":
      return {
        tone: "bad",
        title: `The ledger ${until === null ? "has not balanced" : "did not balance"} ${span}.`,
        text: joined(detail, "The ledger shows which hours."),
      };
    case "impaired":
      return { tone: "warn", title: `Monitoring has been impaired since ${at}.`, text: detail };
    case "queued":
      return {
        tone: "warn",
        title: `${waiting(alert.count)} in the broker since ${at}.`,
        text: joined("Readings arrive late; nothing is lost while they wait.", detail),
      };
  }
}

const waiting = (number: number | null) =>
  number === null
    ? "Messages have been waiting"
    : `${messages(number)} ${number === 1 ? "has" : "have"} been waiting`;

const joined = (...parts: string[]): string =>
  parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ");
