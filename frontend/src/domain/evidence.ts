// What a channel's name says about the numbers that it sends: evidence for people, who decide.
import type { Channel, Proposal } from "./types";
import { toUnit } from "./format";
import type { SentUnit } from "./types";

/** Absent in answers of an older API, as there is one during an update. */
type Named = Partial<Pick<Proposal | Channel, "name_says">>;

/** Whether a channel may send the temperature of a place: its name says nothing else. */
export const mayBeTemperature = ({ name_says: says }: Named): boolean => says?.temperature ?? true;

/** "41": a number that is not a temperature, as the channel sent it: without a unit sign. */
export function sentNumber(celsius: number, taken: SentUnit): string {
  const sent = toUnit(celsius, taken);
  const text = String(Math.round(Math.abs(sent) * 10_000) / 10_000);
  return sent < 0 && text !== "0" ? `\u2212${text}` : text;
}
