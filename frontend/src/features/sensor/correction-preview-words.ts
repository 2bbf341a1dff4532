// The preview of a correction as text.
import { SPACE, count } from "@/domain/format";
import type { CorrectionPreview } from "@/domain/types";
import { duration } from "@/time/duration";

type Figures = CorrectionPreview["before"];

const readings = (number: number): string =>
  `${count(number)} ${number === 1 ? "reading" : "readings"}`;

/** "12 readings in this stretch, 2 of them do not count now" */
export function readingsWords({ readings: all, counting }: CorrectionPreview): string {
  if (all === 0) return "There are no readings in this stretch.";
  const not = all - counting;
  const doubt = not > 0 ? `, ${count(not)} of them ${not === 1 ? "does" : "do"} not count now` : "";
  return `${readings(all)} in this stretch${doubt}`;
}

/** "46 min"; "never" if there is none. */
export const outWords = (seconds: number): string =>
  seconds > 0 ? duration(seconds * 1000) : "never";

const excursions = (number: number): string =>
  `${count(number)}${SPACE}${number === 1 ? "excursion" : "excursions"}`;

/** What becomes of excursions, as a sentence; null if they stay as they are. */
export function effectWords(before: Figures, after: Figures): string | null {
  const by = after.excursions - before.excursions;
  if (by < 0) return `${excursions(-by)} of this time would no longer be counted.`;
  if (by > 0)
    return `${count(by)}${SPACE}more ${by === 1 ? "excursion" : "excursions"} would be counted.`;
  const seconds = Math.round(after.seconds - before.seconds);
  if (seconds === 0) return null;
  const length = duration(Math.abs(seconds) * 1000);
  return `The time out of range would be ${length} ${seconds < 0 ? "less" : "more"}.`;
}
