// A device's credential as text: what it is, and what to do about it.
import { near } from "@/time/moment";
import type { Zone } from "@/time/zoned";
import type { Broker, Device } from "@/domain/types";

export interface CredentialWords {
  word: string;
  tone: "good" | "warn" | "bad" | null;
  /** What it means and what to do; null if there is nothing to add. */
  text: string | null;
}

const AWAY =
  "is not looking after the broker’s accounts. The password waits for it for up to ten minutes; " +
  "if it is applied later than that, make a new one";

function waitingText(broker: Broker | undefined, now: number, zone: Zone): string {
  if (!broker || broker.connected)
    return "The broker gets the new password within seconds; until then the old one is valid.";
  const since =
    broker.seen === null ? "Worker" : `Worker, last seen ${near(broker.seen, now, zone)},`;
  const why = broker.error === null ? "" : ` (${broker.error})`;
  return `${since} ${AWAY}${why}.`;
}

/** Describe how far the newest password has come on its way to the broker. */
export function credentialWords(
  device: Pick<Device, "name" | "credential" | "removed" | "disabled">,
  broker: Broker | undefined,
  now: number,
  zone: Zone,
): CredentialWords {
  const { state, error } = device.credential;
  switch (state) {
    case "elsewhere":
      return {
        word: "made elsewhere",
        tone: null,
        text:
          "Isotherm does not administer this broker. Whoever does gives the device an account with the " +
          `user name and client ID ${device.name}, which may publish below sensors/${device.name}/ only, ` +
          "and sets its password there.",
      };
    case "none":
      return device.removed === null
        ? {
            word: "no password made",
            tone: null,
            text: "It cannot connect with an account of its own until a password is made.",
          }
        : { word: "none", tone: null, text: "Its password was forgotten when it was removed." };
    case "waiting":
      return {
        word: "waiting to be applied",
        tone: "warn",
        text: waitingText(broker, now, zone),
      };
    case "expired":
      return {
        word: "not applied in time",
        tone: "bad",
        text:
          "The newest password did not reach the broker within ten minutes and can no longer be " +
          "applied. Make a new one; an administrator can instead render the broker’s file and restart it.",
      };
    case "failed":
      return {
        word: "refused by the broker",
        tone: "bad",
        text: `The broker answered: ${error ?? "no reason"}. Make a new password; if that fails too, look at the broker’s log.`,
      };
    case "applied":
      return {
        word: device.disabled === null ? "at the broker" : "at the broker, disabled",
        tone: error === null ? "good" : "bad",
        text: error === null ? null : `The broker refused the last change: ${error}.`,
      };
  }
}
