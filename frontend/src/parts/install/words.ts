// A proposal as text, and the form for a new sensor.
import { MINUS, SPACE, count } from "@/domain/format";
import { spacing } from "@/time/duration";
import { slugOf } from "@/domain/slug";
import { isBeyond, limitInCelsius } from "@/domain/verdict";
import type { Install, Proposal, Reading, SentUnit, Unit } from "@/domain/types";
import type { SparkInput } from "../spark-shape";

const MISSED = 3;
const USUAL_S = 60;

export const keyOf = ({ device, channel }: Pick<Proposal, "device" | "channel">): string =>
  `${device}/${channel}`;

/** "324", or "10,000 or more" if counting stopped there. */
export const readingsWords = ({ count: number, count_capped: capped }: Proposal): string =>
  capped ? `${count(number)}${SPACE}or${SPACE}more` : count(number);

/** The unit in which the stored readings were decoded. */
export const takenUnit = (proposal: Proposal): SentUnit => proposal.unit ?? "C";

export const SENT_UNITS: { key: SentUnit; label: string }[] = [
  { key: "C", label: "°C" },
  { key: "F", label: "°F" },
  { key: "K", label: "K" },
];

/** Replace hyphens before digits by true minus signs. */
export const minusSigns = (text: string): string => text.replace(/(^|\s)-(?=\d)/g, `$1${MINUS}`);

export const unitName = (unit: SentUnit): string =>
  SENT_UNITS.find(({ key }) => key === unit)?.label ?? unit;

/** The effect of choosing another unit, or null: stored readings do not change. */
export function unitRemark(proposal: Proposal, chosen: SentUnit): string | null {
  const taken = takenUnit(proposal);
  if (chosen === taken) return null;
  return (
    `Stored readings were decoded as ${unitName(taken)} and are not changed. ` +
    `From now on, numbers without a unit are decoded as ${unitName(chosen)}, so the sensor starts now.`
  );
}

/** The samples as a sparkline's input, oldest first, with gaps; null for fewer than two. */
export function sampleSeries({
  samples,
  interval_s: interval,
}: Proposal): Omit<SparkInput, "limits" | "last"> | null {
  const sorted = [...samples].sort((a, b) => a.measured - b.measured);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last || first === last) return null;
  const longest = MISSED * (interval ?? USUAL_S) * 1000;
  const gaps: [number, number][] = sorted
    .slice(1)
    .flatMap(({ measured }, i): [number, number][] => {
      const before = sorted[i]?.measured ?? measured;
      return measured - before > longest ? [[before, measured]] : [];
    });
  const counted = sorted.filter(
    (sample): sample is Reading & { value: number } => sample.value !== null,
  );
  return {
    from: first.measured,
    to: last.measured,
    time: counted.map((sample) => sample.measured),
    value: counted.map((sample) => sample.value),
    gaps,
    faults: [],
  };
}

export interface Draft {
  name: string;
  /** Null while it is derived from the name. */
  slug: string | null;
  site: string;
  place: string;
  low: string;
  high: string;
  every: string;
}

/** Parse a number with point or comma, hyphen or true minus; null for empty text, NaN for no number. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace("\u2212", "-").replace(",", ".");
  return plain === "" ? null : /^[-+]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

const addressOf = (draft: Draft): string => draft.slug ?? slugOf(draft.name);

/** The errors of a draft by field. */
export function draftErrors(draft: Draft): Partial<Record<keyof Draft, string>> {
  const errors: Partial<Record<keyof Draft, string>> = {};
  const low = parseNumber(draft.low);
  const high = parseNumber(draft.high);
  const every = parseNumber(draft.every);
  if (draft.name.trim() === "") errors.name = "Enter a name.";
  const slug = addressOf(draft);
  if (!/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(slug))
    errors.slug = "Lower-case letters, digits and hyphens, at most 64.";
  if (Number.isNaN(low)) errors.low = "Enter a number.";
  if (Number.isNaN(high)) errors.high = "Enter a number.";
  if (low !== null && high !== null && low >= high) errors.high = "Must be above the low limit.";
  if (every !== null && !(every > 0)) errors.every = "Enter seconds, more than 0.";
  return errors;
}

/** "With these limits, all 20 readings seen here are in range."; null without limits or readings. */
export function limitsCheck(
  samples: Reading[],
  low: number | null,
  high: number | null,
): string | null {
  const values = samples.flatMap((sample) => (sample.value === null ? [] : [sample.value]));
  if (values.length === 0 || (low === null && high === null)) return null;
  const out = values.filter((value) => isBeyond(value, { low, high })).length;
  if (out === 0)
    return `With these limits, the latest ${values.length === 1 ? "reading is" : `${count(values.length)} readings are all`} in range.`;
  return `With these limits, ${count(out)} of the latest ${count(values.length)} readings ${out === 1 ? "is" : "are"} out of range.`;
}

/** The request to create the sensor of a draft. */
export function newSensorOf(draft: Draft, unit: Unit): NonNullable<Install["new_sensor"]> {
  const limit = (text: string) => {
    const value = parseNumber(text);
    return value === null ? null : limitInCelsius(value, unit);
  };
  return {
    site: draft.site,
    name: draft.name.trim(),
    slug: addressOf(draft),
    place: draft.place.trim() || null,
    expected_interval_s: parseNumber(draft.every),
    low: limit(draft.low),
    high: limit(draft.high),
  };
}

/** "10 s", the interval that its messages show; null if they show none yet. */
export const intervalWords = (seconds: number | null): string | null =>
  seconds === null ? null : spacing(seconds);
