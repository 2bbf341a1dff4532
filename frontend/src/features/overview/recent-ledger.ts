// The newest hour of the ledger with counts, and the bars of the last 24 hours.
import { useLedger } from "@/data/api/ledger";
import { serverNow } from "@/time/server-clock";
import type { LedgerHour } from "@/domain/types";

const HOUR = 3_600_000;

export interface Recent {
  /** The last full hour; the open one if no full one has counts. */
  hour: LedgerHour;
  from: number;
  to: number;
  bars: { hour: number; stored: number; open: boolean }[];
  balanced: boolean;
}

export function recentOf(hours: LedgerHour[], now: number): Recent | null {
  const sorted = [...hours].sort((a, b) => a.hour - b.hour);
  const busy = sorted.filter((hour) => hour.received > 0 || hour.offered > 0);
  const lastFull = busy.filter((hour) => !hour.open).at(-1);
  const full = lastFull && now - lastFull.hour < 2 * HOUR ? lastFull : undefined;
  const hour = full ?? busy.at(-1);
  if (!hour) return null;
  const first = (sorted.at(-1)?.hour ?? now) - 23 * HOUR;
  const bars = Array.from({ length: 24 }, (_, i) => {
    const entry = sorted.find((hour) => hour.hour === first + i * HOUR);
    return { hour: first + i * HOUR, stored: entry?.stored ?? 0, open: entry?.open ?? false };
  });
  return {
    hour,
    from: hour.hour,
    to: hour.open ? now : hour.hour + HOUR,
    bars,
    balanced: sorted.every((hour) => hour.open || hour.balanced),
  };
}

export function useRecentLedger(): Recent | null {
  const { data } = useLedger(24, serverNow);
  return data ? recentOf(data.hours, serverNow()) : null;
}
