// A channel's own fault values and plausible range, as text and as what a person types.
import { SPACE, toCelsius, unitSign } from "@/domain/format";
import { limitDegrees, limitInCelsius } from "@/domain/verdict";
import type { Channel, SentUnit, Unit } from "@/domain/types";
import { parseNumber } from "@/parts/install/words";

/** °C; any place can be as cold and as hot as this, so that every range holds it. */
const AIR = { low: -40, high: 60 };
const MOST = 16;
const NUMBER = /^[-+\u2212]?\d+(\.\d+)?$/;

export interface Draft {
  faults: string;
  low: string;
  high: string;
}
/** Absent in answers of an older API, as there is one during an update. */
type Settings = Partial<Pick<Channel, "fault_values" | "plausible_low" | "plausible_high">>;
export type SettingsChange = Settings;

const sent = (value: number): string => String(value).replace("-", "\u2212");
const bound = (celsius: number | null | undefined, unit: Unit): string =>
  celsius == null ? "" : limitDegrees(celsius, unit);

export const draftOf = (channel: Settings, unit: Unit): Draft => ({
  faults: (channel.fault_values ?? []).map(sent).join(" "),
  low: bound(channel.plausible_low, unit),
  high: bound(channel.plausible_high, unit),
});

/** The numbers in a text, each once; null if one is no number. */
export function parseFaults(text: string): number[] | null {
  const words = text.split(/[\s;]+|,\s/).filter((word) => word !== "");
  if (!words.every((word) => NUMBER.test(word))) return null;
  return [...new Set(words.map((word) => Number(word.replace("\u2212", "-")) + 0))];
}

/** The errors of a draft by field. */
export function draftErrors(draft: Draft, unit: Unit): Partial<Record<keyof Draft, string>> {
  const errors: Partial<Record<keyof Draft, string>> = {};
  const faults = parseFaults(draft.faults);
  if (faults === null)
    errors.faults = "Enter numbers with a decimal point, and spaces between them.";
  else if (faults.length > MOST) errors.faults = `At most ${MOST} numbers.`;
  for (const side of ["low", "high"] as const) {
    const value = parseNumber(draft[side]);
    if (value === null) continue;
    if (Number.isNaN(value)) errors[side] = "Enter a number.";
    else if (side === "low" && limitInCelsius(value, unit) > AIR.low)
      errors.low = `Must be ${air("low", unit)} or colder: any place can become that cold.`;
    else if (side === "high" && limitInCelsius(value, unit) < AIR.high)
      errors.high = `Must be ${air("high", unit)} or hotter: any place can become that hot.`;
  }
  return errors;
}

/** "−40 °C", in the reader's unit. */
export const air = (side: keyof typeof AIR, unit: Unit): string =>
  `${limitDegrees(AIR[side], unit)}${SPACE}${unitSign(unit)}`;

/** What a draft without errors changes; an untouched field keeps its value to the last digit. */
export function changesOf(seen: Settings, draft: Draft, unit: Unit): SettingsChange {
  const before = draftOf(seen, unit);
  const changes: SettingsChange = {};
  if (draft.faults.trim() !== before.faults)
    changes.fault_values = parseFaults(draft.faults) ?? seen.fault_values;
  const celsius = (text: string) => {
    const value = parseNumber(text);
    return value === null ? null : limitInCelsius(value, unit);
  };
  if (draft.low.trim() !== before.low) changes.plausible_low = celsius(draft.low);
  if (draft.high.trim() !== before.high) changes.plausible_high = celsius(draft.high);
  return changes;
}

/** A warning about fault values that a place can really have; null without one. */
export function usualWords(faults: readonly number[], taken: SentUnit): string | null {
  const usual = faults.filter((value) => {
    const celsius = toCelsius(value, taken);
    return celsius >= AIR.low && celsius <= AIR.high;
  });
  if (usual.length === 0) return null;
  const one = usual.length === 1;
  return `A place can really be at ${usual.map(sent).join(" or ")}: a reading of exactly ${one ? "this" : "one of these"} will be a fault, not a temperature.`;
}

/** "Also 999 and −9", "plausible from −50 °C to 150 °C": a channel's settings, one a line. */
export function settingsWords(channel: Settings, unit: Unit): string[] {
  const {
    fault_values: faults = [],
    plausible_low: low = null,
    plausible_high: high = null,
  } = channel;
  const degrees = (celsius: number) => `${limitDegrees(celsius, unit)}${SPACE}${unitSign(unit)}`;
  const lines: string[] = [];
  if (faults.length > 0) lines.push(`Own faults: ${faults.map(sent).join(", ")}`);
  if (low !== null && high !== null)
    lines.push(`Plausible from ${degrees(low)} to ${degrees(high)}`);
  else if (low !== null) lines.push(`Plausible from ${degrees(low)}`);
  else if (high !== null) lines.push(`Plausible up to ${degrees(high)}`);
  return lines;
}
