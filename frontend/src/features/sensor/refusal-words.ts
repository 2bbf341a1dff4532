// What was refused of the channels that supply a sensor, as text.
import { count } from "@/domain/format";
import { rejects } from "@/domain/reject-words";
import type { Refusal } from "@/domain/types";

/**
 * "12 rejects of the last 24 h and 40 of the range shown"
 * @param isDay whether the range shown is the last 24 h
 */
export function refusedWords(refusals: Refusal[], isDay: boolean): string {
  const day = refusals.reduce((sum, refusal) => sum + refusal.last_day, 0);
  const shown = refusals.reduce((sum, refusal) => sum + refusal.count, 0);
  if (day === 0) {
    return `${rejects(shown)} of the range shown`;
  }
  const range = isDay || shown === 0 ? "" : ` and ${count(shown)} of the range shown`;
  return `${rejects(day)} of the last 24 h${range}`;
}

/** The address of the ledger's page with the rejects of a device; 30 days if there are none today. */
export function ledgerOf(device: string, refusals: Refusal[]): string {
  const today = refusals.some(({ devices, last_day }) => last_day > 0 && devices.includes(device));
  const query = new URLSearchParams({ ...(today ? {} : { range: "30d" }), device });
  return `/ledger?${query.toString()}`;
}
