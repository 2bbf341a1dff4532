// Corrections as text: what was done to readings, by whom and why.
import { SPACE } from "./format";
import type { CorrectedSpan, CorrectionKind } from "./correction";
import type { Correction, SentUnit } from "./types";

export const KIND_NAMES: Record<CorrectionKind, string> = {
  set_aside: "Set aside",
  unit: "Read in another unit",
  time: "Shift in time",
};

export const UNIT_NAMES: Record<SentUnit, string> = { C: "°C", F: "°F", K: "K" };

const UNITS: [name: string, ms: number][] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
  ["ms", 1],
];

/** "1 h 30 min": a length of time in whole, however long. */
export function lengthWords(ms: number): string {
  let rest = Math.round(Math.abs(ms));
  const parts = UNITS.flatMap(([name, size]) => {
    const number = Math.floor(rest / size);
    rest -= number * size;
    return number === 0 ? [] : [`${number}${SPACE}${name}`];
  });
  return parts.join(" ") || `0${SPACE}min`;
}

/** "1 h earlier" */
export const shiftWords = (ms: number): string =>
  `${lengthWords(ms)} ${ms < 0 ? "earlier" : "later"}`;

type What = Pick<Correction, "kind" | "read_as" | "sent_as" | "shift_ms">;

/** "set aside", "read as °F, not °C", "moved 1 h earlier": what was done to the readings. */
export function doneWords({ kind, read_as: was, sent_as: is, shift_ms: by }: What): string {
  if (kind === "set_aside") return "set aside";
  if (kind === "time") return `moved ${shiftWords(by ?? 0)}`;
  return `read as ${UNIT_NAMES[is ?? "C"]}, not ${UNIT_NAMES[was ?? "C"]}`;
}

export const byWords = ({ by, by_name: name }: Pick<Correction, "by" | "by_name">): string =>
  name ?? by;

/** "Set aside by Mira Lindqvist": of a span in the graph. */
export function spanDoneWords({ of, left }: Pick<CorrectedSpan, "of" | "left">): string {
  const done = doneWords(of);
  const start = left ? "readings from here " : "";
  const words = `${start}${done} by ${byWords(of)}`;
  return (words[0] ?? "").toUpperCase() + words.slice(1);
}
