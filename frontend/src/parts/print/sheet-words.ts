// The facts of a sensor's printed sheet as text.
import { count, SPACE, unitSign } from "@/domain/format";
import type { LimitStep } from "@/domain/graph-data";
import type { Installation, Sensor, Unit } from "@/domain/types";
import { limitText } from "@/domain/verdict";
import { exactDuration, spacing } from "@/time/duration";
import { full } from "@/time/moment";
import { zoneWords } from "@/time/zone";

export interface Span {
  from: number;
  to: number;
}

/** "Mon 23 Nov 2026, 14:00:00 UTC+01:00 to …" */
export const spanWords = ({ from, to }: Span, zone: string): string =>
  `${full(from, zone)} to ${full(to, zone)}`;

/** "Europe/Vienna, UTC+01:00", or both offsets if the clocks change within the period. */
export function zonesWords({ from, to }: Span, zone: string): string {
  const [first, last] = [zoneWords(from, zone), zoneWords(to, zone)];
  return first === last ? last : `${last}, at its beginning ${first.split(", ").at(-1)}`;
}

/** "2.0 to 8.0 °C", "up to 8.0 °C", "none": limits in the reader's unit. */
export function boundsWords({ low, high }: Pick<LimitStep, "low" | "high">, unit: Unit): string {
  if (low === null && high === null) return "none";
  const sign = SPACE + unitSign(unit);
  if (low === null) return `up to ${limitText(high ?? 0)}${sign}`;
  if (high === null) return `from ${limitText(low)}${sign}`;
  return `${limitText(low)} to ${limitText(high)}${sign}`;
}

/** ", excursions count from 15 min, hysteresis 0.5 °C"; empty without grace. */
function graceWords({ least = 0, hysteresis = 0 }: LimitStep, unit: Unit): string {
  const by = `hysteresis ${limitText(hysteresis)}${SPACE}${unitSign(unit)}`;
  return (
    (least > 0 ? `, excursions count from ${exactDuration(least)}` : "") +
    (hysteresis > 0 ? `, ${by}` : "")
  );
}

const within = (a: number, b: Span): boolean => a > b.from && a < b.to;

/** The limits in force in the period, in time order; a date stands where they began or ended within it. */
export function limitsLines(steps: LimitStep[], period: Span, unit: Unit, zone: string): string[] {
  const [first] = steps;
  if (!first) return ["none"];
  const lines = steps.map((step) => {
    const since = within(step.from, period) ? `, since ${full(step.from, zone)}` : "";
    const until = within(step.to, period) ? `, until ${full(step.to, zone)}` : "";
    return boundsWords(step, unit) + graceWords(step, unit) + since + until;
  });
  return within(first.from, period) ? [`none, until ${full(first.from, zone)}`, ...lines] : lines;
}

/** The channels that supplied the sensor in the period, newest first; with dates if they changed within it. */
export function deviceLines(
  installations: Pick<Installation, "device" | "channel" | "from" | "to">[],
  period: Span,
  zone: string,
): string[] {
  const lines = installations
    .filter(({ from, to }) => (from ?? -Infinity) < period.to && (to ?? Infinity) > period.from)
    .map(({ device, channel, from, to }) => {
      const since = from !== null && within(from, period) ? `, since ${full(from, zone)}` : "";
      const until = to !== null && within(to, period) ? `, until ${full(to, zone)}` : "";
      return `${device}, channel ${channel}${since}${until}`;
    });
  return lines.length > 0 ? lines : ["none installed in this period"];
}

/** "every 5 min; no data for more than 15 min is a gap" */
export function everyWords({
  interval_s: seconds,
  gap_after_s: gap,
}: Pick<Sensor, "interval_s" | "gap_after_s">): string {
  return seconds === null
    ? "not known"
    : `every ${spacing(seconds)}; no data for more than ${exactDuration(gap * 1000)} is a gap`;
}

/** "One point is 2 min, drawn as average, minimum and maximum." */
export function pointWords(bucket: number | null): string {
  return bucket === null
    ? "One point is one reading."
    : `One point is ${exactDuration(bucket)}: the line is the average, the band minimum to maximum.`;
}

/** "3 of 12 are listed, the newest."; empty if all are. */
export const listedWords = (listed: number, total: number): string =>
  listed < total ? `${count(listed)} of ${count(total)} are listed, the newest.` : "";
