// The bars of the ledger: one per hour, or one per day for longer ranges.
import { clock, date } from "@/time/moment";
import type { BookDifference, LedgerHour } from "@/domain/types";
import { fields, startOfDay } from "@/time/zone";

const HOUR = 3_600_000;

export interface Bar {
  from: number;
  to: number;
  offered: number;
  duplicate: number;
  rejected: number;
  /** Messages that could not be read: no elements, and not among those offered. */
  undecodable: number;
  /** The two together: what the list of rejects holds. */
  rejects: number;
  ignored: number;
  open: boolean;
  balanced: boolean;
  difference: number;
  /** Nothing was counted in it. */
  empty: boolean;
  label: string;
  strong: boolean;
}

/** The hours whose stored rows differ from the count in the ledger. */
export const rowsOff = (books: BookDifference[]): BookDifference[] =>
  books.filter((difference) => difference.kind === "rows");

/**
 * Build a bar for every hour of the span, empty ones included; for more than a day, one per local day.
 * `books` adds the differences found by counting the stored rows.
 */
export function barsOf(
  hours: LedgerHour[],
  spanHours: number,
  now: number,
  zone: string,
  books: BookDifference[] = [],
): Bar[] {
  const end = Math.floor(now / HOUR) * HOUR + HOUR;
  const start = end - spanHours * HOUR;
  const edges: number[] = [];
  if (spanHours <= 24) {
    for (let at = start; at < end; at += HOUR) edges.push(at);
  } else {
    for (let at = startOfDay(start, zone); at < end; at = startOfDay(at, zone, 1))
      edges.push(Math.max(at, start));
  }
  const bars = edges.map((from, i): Bar => {
    const to = edges[i + 1] ?? end;
    const local = fields(from, zone);
    const daily = spanHours > 24;
    return {
      from,
      to,
      offered: 0,
      duplicate: 0,
      rejected: 0,
      undecodable: 0,
      rejects: 0,
      ignored: 0,
      difference: 0,
      balanced: true,
      empty: true,
      open: to > now,
      label: daily ? date(from, zone) : clock(from, zone).replace(":00", ""),
      strong: !daily && local.hour === 0,
    };
  });
  for (const hour of hours) {
    const bar = bars.findLast((bar) => hour.hour >= bar.from);
    if (!bar || hour.hour >= end) continue;
    bar.offered += hour.offered;
    bar.duplicate += hour.duplicate;
    bar.rejected += hour.rejected;
    bar.undecodable += hour.undecodable;
    bar.rejects += hour.rejects;
    bar.ignored += hour.ignored;
    bar.empty = false;
    if (!hour.open && !hour.balanced) {
      bar.balanced = false;
      bar.difference += Math.abs(hour.difference.messages) + Math.abs(hour.difference.elements);
    }
  }
  for (const { hour, expected, found } of rowsOff(books)) {
    const bar = hour < end ? bars.findLast((bar) => hour >= bar.from) : undefined;
    if (!bar) continue;
    bar.balanced = false;
    bar.empty = false;
    bar.difference += Math.abs(expected - found);
  }
  return bars;
}

/** "16 k", "2.5 M": short enough for an axis. */
export function shortCount(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(1))} M`;
  return value >= 1000 ? `${Number((value / 1000).toFixed(1))} k` : String(value);
}
