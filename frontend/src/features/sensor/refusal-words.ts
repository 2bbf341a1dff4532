// What was refused of the channels that supply a sensor, as text.
import { count } from "@/domain/format";
import type { Refusal } from "@/domain/types";

const readings = (number: number): string =>
  number === 1 ? "1 reading" : `${count(number)} readings`;

/**
 * "12 readings of the last 24 h and 40 of the range shown were refused"
 * @param isDay whether the range shown is the last 24 h
 */
export function refusedWords(refusals: Refusal[], isDay: boolean): string {
  const day = refusals.reduce((sum, refusal) => sum + refusal.last_day, 0);
  const shown = refusals.reduce((sum, refusal) => sum + refusal.count, 0);
  if (day === 0) {
    return `${readings(shown)} of the range shown ${shown === 1 ? "was" : "were"} refused`;
  }
  const range = isDay || shown === 0 ? "" : ` and ${count(shown)} of the range shown`;
  return `${readings(day)} of the last 24 h${range} ${day === 1 && !range ? "was" : "were"} refused`;
}

/** The address of the ledger's page with the rejects of a device; 30 days if there are none today. */
export function ledgerOf(device: string, refusals: Refusal[]): string {
  const today = refusals.some(({ devices, last_day }) => last_day > 0 && devices.includes(device));
  const query = new URLSearchParams({ ...(today ? {} : { range: "30d" }), device });
  return `/ledger?${query.toString()}`;
}
