// The proposals page as text.
import type { ChannelAction, ProposalKind } from "@/data/api/proposals";
import { count } from "@/domain/format";

/** "3 channels are sending readings but supply no sensor yet"; null for none. */
export function aboutWords(number: number, more: boolean): string | null {
  if (number === 0) return null;
  if (number === 1 && !more) return "1 channel is sending readings but supplies no sensor yet";
  return `${count(number)}${more ? " or more" : ""} channels are sending readings but supply no sensor yet`;
}

/** "humidity, battery and rssi": the names of channels. */
export const listWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;

/** What each list holds, above it. */
export const LEADS: Record<ProposalKind, string> = {
  proposed:
    "Their readings are stored from the first one on. Installing a channel on a sensor includes everything it has sent so far. Until then, only operators of the device’s home site see it, or administrators if it has none.",
  dismissed:
    "These proposals were dismissed. Their readings are still stored, and they can be installed as before.",
  expired:
    "These channels were silent for days, or made room for others while their device was full. Each is proposed again with its next reading. What it has sent is stored.",
  ignored:
    "These channels are ignored: what they send is counted in the ledger, but not stored, and they do not count towards the channels of their device.",
};

/** What has just been done with a channel, and what follows from it. */
export const doneWords = (action: ChannelAction, number: number): string =>
  number === 1 ? DONE[action] : DONE_TOGETHER[action];

const DONE: Record<ChannelAction, string> = {
  dismiss: "is dismissed. Its readings are still stored.",
  ignore: "is ignored. Its readings are no longer stored, but counted.",
  restore: "is proposed again.",
};

const DONE_TOGETHER: Record<ChannelAction, string> = {
  dismiss: "are dismissed. Their readings are still stored.",
  ignore: "are ignored. Their readings are no longer stored, but counted.",
  restore: "are proposed again.",
};
