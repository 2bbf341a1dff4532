// Events of the system in words.
import { count } from "@/domain/format";
import type { Alert, SystemEvent } from "@/domain/types";

export const KINDS: Record<Alert["kind"], string> = {
  blind: "Blind",
  lost: "Messages lost",
  ledger: "Ledger off",
  impaired: "Impaired",
  queued: "Queue",
};

export const isKind = (word: string | null): word is Alert["kind"] =>
  word !== null && word in KINDS;

const NOUNS: Partial<Record<Alert["kind"], [one: string, many: string]>> = {
  lost: ["message", "messages"],
  queued: ["message", "messages"],
  ledger: ["difference", "differences"],
};

/** "112 messages"; null if nothing is counted. */
export function countWords({ kind, count: number }: SystemEvent): string | null {
  const nouns = NOUNS[kind];
  return number === null || !nouns ? null : `${count(number)} ${nouns[number === 1 ? 0 : 1]}`;
}
