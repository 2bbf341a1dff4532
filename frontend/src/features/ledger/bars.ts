// The bars of the ledger: an hour each, or several hours folded into one when there are many.
import { clock, date } from "@/lib/moment";
import type { LedgerHour } from "@/lib/types";
import { fields, startOfDay } from "@/lib/zone";

const HOUR = 3_600_000;

export interface Bar {
  from: number;
  to: number;
  offered: number;
  duplicate: number;
  rejected: number;
  ignored: number;
  open: boolean;
  balanced: boolean;
  difference: number;
  /** Nothing was counted in it. */
  empty: boolean;
  label: string;
  strong: boolean;
}

/** Every hour of the span has a bar, also the empty ones; beyond a day, each local day has one. */
export function barsOf(hours: LedgerHour[], spanHours: number, now: number, zone: string): Bar[] {
  const end = Math.floor(now / HOUR) * HOUR + HOUR;
  const start = end - spanHours * HOUR;
  const edges: number[] = [];
  if (spanHours <= 24) {
    for (let at = start; at < end; at += HOUR) edges.push(at);
  } else {
    for (let at = startOfDay(start, zone); at < end; at = startOfDay(at, zone, 1)) edges.push(Math.max(at, start));
  }
  const found = edges.map((from, i): Bar => {
    const to = edges[i + 1] ?? end;
    const local = fields(from, zone);
    const daily = spanHours > 24;
    return {
      from, to, offered: 0, duplicate: 0, rejected: 0, ignored: 0, difference: 0, balanced: true, empty: true,
      open: to > now,
      label: daily ? date(from, zone) : clock(from, zone).replace(":00", ""),
      strong: !daily && local.hour === 0,
    };
  });
  for (const hour of hours) {
    const bar = found.findLast((one) => hour.hour >= one.from);
    if (!bar || hour.hour >= end) continue;
    bar.offered += hour.offered;
    bar.duplicate += hour.duplicate;
    bar.rejected += hour.rejected;
    bar.ignored += hour.ignored;
    bar.empty = false;
    if (!hour.open && !hour.balanced) {
      bar.balanced = false;
      bar.difference += Math.abs(hour.difference.messages) + Math.abs(hour.difference.elements);
    }
  }
  return found;
}
