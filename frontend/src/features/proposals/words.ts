// What a proposal says of itself, and a wish for it, in plain words and plain numbers.
import { MINUS, SPACE, count } from "@/domain/format";
import { exactDuration } from "@/time/duration";
import { slugOf } from "@/domain/slug";
import type { Install, Proposal, Reading, SentUnit, Unit } from "@/domain/types";
import type { SparkInput } from "@/parts/spark-shape";

const MISSED = 3;
const USUAL_S = 60;

export const keyOf = ({ device, channel }: Pick<Proposal, "device" | "channel">): string =>
  `${device}/${channel}`;

/** "3 channels are sending readings but supply no sensor yet" */
export function aboutWords(number: number, more: boolean): string {
  if (number === 1 && !more) return "1 channel is sending readings but supplies no sensor yet";
  return `${count(number)}${more ? " or more" : ""} channels are sending readings but supply no sensor yet`;
}

/** "324", or "10,000 or more" where it was not counted further. */
export const readingsWords = ({ count: number, count_capped: capped }: Proposal): string =>
  capped ? `${count(number)}${SPACE}or${SPACE}more` : count(number);

/** The unit in which the readings there are were taken. */
export const takenUnit = (proposal: Proposal): SentUnit => proposal.unit ?? "C";

export const SENT_UNITS: { key: SentUnit; label: string }[] = [
  { key: "C", label: "°C" },
  { key: "F", label: "°F" },
  { key: "K", label: "K" },
];

/** A server's sentence with the page's own minus sign. */
export const minusSigns = (text: string): string => text.replace(/(^|\s)-(?=\d)/g, `$1${MINUS}`);

export const unitName = (unit: SentUnit): string =>
  SENT_UNITS.find((one) => one.key === unit)?.label ?? unit;

/** What changing the unit does and does not: stored readings stay as they are. */
export function unitRemark(proposal: Proposal, chosen: SentUnit): string | null {
  const taken = takenUnit(proposal);
  if (chosen === taken) return null;
  return (
    `Stored readings were taken as ${unitName(taken)} and are not changed. ` +
    `From now on, numbers without a unit are taken as ${unitName(chosen)}, so the sensor starts now.`
  );
}

/** The samples to be drawn small: oldest first, with the silences among them. */
export function sampleSeries({
  samples,
  interval_s: interval,
}: Proposal): Omit<SparkInput, "limits" | "last"> | null {
  const known = [...samples].sort((a, b) => a.measured - b.measured);
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last || first === last) return null;
  const longest = MISSED * (interval ?? USUAL_S) * 1000;
  const gaps: [number, number][] = known.slice(1).flatMap((one, i): [number, number][] => {
    const before = known[i]?.measured ?? one.measured;
    return one.measured - before > longest ? [[before, one.measured]] : [];
  });
  const counted = known.filter((one): one is Reading & { value: number } => one.value !== null);
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
  /** Null while it follows the name. */
  slug: string | null;
  site: string;
  place: string;
  low: string;
  high: string;
  every: string;
}

/** A typed number with a point or a comma, a hyphen or a true minus; null when empty, NaN when it is none. */
export function typed(text: string): number | null {
  const plain = text.trim().replace("\u2212", "-").replace(",", ".");
  return plain === "" ? null : /^[-+]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

/** The reader's unit to °C, to a hundredth. */
export const toCelsius = (value: number, unit: Unit): number =>
  unit === "F" ? Math.round(((value - 32) / 1.8) * 100) / 100 : value;

export const addressOf = (draft: Draft): string => draft.slug ?? slugOf(draft.name);

/** What is wrong with a draft, by field. */
export function wrongs(draft: Draft): Partial<Record<keyof Draft, string>> {
  const found: Partial<Record<keyof Draft, string>> = {};
  const low = typed(draft.low);
  const high = typed(draft.high);
  const every = typed(draft.every);
  if (draft.name.trim() === "") found.name = "Enter a name.";
  const slug = addressOf(draft);
  if (!/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/.test(slug))
    found.slug = "Lower-case letters, digits and hyphens, at most 64.";
  if (Number.isNaN(low)) found.low = "Enter a number.";
  if (Number.isNaN(high)) found.high = "Enter a number.";
  if (low !== null && high !== null && low >= high) found.high = "Must be above the low limit.";
  if (every !== null && !(every > 0)) found.every = "Enter seconds, more than 0.";
  return found;
}

/** "With these limits, all 20 readings seen here are in range."; null without limits or readings. */
export function limitsCheck(
  samples: Reading[],
  low: number | null,
  high: number | null,
): string | null {
  const values = samples.flatMap((sample) => (sample.value === null ? [] : [sample.value]));
  if (values.length === 0 || (low === null && high === null)) return null;
  const out = values.filter(
    (value) => (low !== null && value < low) || (high !== null && value > high),
  ).length;
  if (out === 0)
    return `With these limits, the latest ${values.length === 1 ? "reading is" : `${count(values.length)} readings are all`} in range.`;
  return `With these limits, ${count(out)} of the latest ${count(values.length)} readings ${out === 1 ? "is" : "are"} out of range.`;
}

/** The wish for a new sensor; since null means from the channel's first reading. */
export function newSensorWish(draft: Draft, unit: Unit): NonNullable<Install["new_sensor"]> {
  const limit = (text: string) => {
    const value = typed(text);
    return value === null ? null : toCelsius(value, unit);
  };
  return {
    site: draft.site,
    name: draft.name.trim(),
    slug: addressOf(draft),
    place: draft.place.trim() || null,
    expected_interval_s: typed(draft.every),
    low: limit(draft.low),
    high: limit(draft.high),
  };
}

/** "every 10 s" as learned from what came; null when too little came. */
export const intervalWords = (seconds: number | null): string | null =>
  seconds === null ? null : exactDuration(seconds * 1000);
