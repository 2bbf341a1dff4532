// Stretches in which a device did report, but nothing that counts: the line must not join what is around them.
import type { SensorSeries } from "./types";

/** So many expected intervals without a message are a gap; without a reading that counts they are unknown as well. */
const GAP_INTERVALS = 3;

/**
 * Whether the line breaks between two neighbouring columns of a series that no gap parts: readings that do not
 * count lie between them, for longer than a gap takes. A single one, or two, leave the line joined.
 */
export function isDoubted(
  series: Pick<SensorSeries, "interval_s" | "uncounted" | "uncounted_total">,
  from: number,
  to: number,
  bucket: number,
): boolean {
  const { interval_s: interval, uncounted } = series;
  if (interval === null || to - from <= GAP_INTERVALS * interval * 1000) return false;
  if (to - from < bucket * 1.5) return false;
  if (uncounted.some(({ time }) => time > from && time < to)) return true;
  // Only the newest are listed: the rest is older than all of them.
  const oldest = uncounted.reduce((least, { time }) => Math.min(least, time), Infinity);
  return series.uncounted_total > uncounted.length && from < oldest;
}
