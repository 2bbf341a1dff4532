// A shift in time as it is typed: an amount, its unit, and the way.
import { clock } from "@/time/moment";
import { startOfDay } from "@/time/zone";
import { momentWords } from "@/parts/install/installation-words";

export const SHIFT_UNITS = [
  { key: "min", label: "minutes", ms: 60_000 },
  { key: "h", label: "hours", ms: 3_600_000 },
  { key: "d", label: "days", ms: 86_400_000 },
] as const;

export type ShiftUnit = (typeof SHIFT_UNITS)[number]["key"];

export interface Shift {
  amount: string;
  unit: ShiftUnit;
  earlier: boolean;
}

/** The shift in ms, later if positive; null if the amount is no number above 0. */
export function shiftOf({ amount, unit, earlier }: Shift): number | null {
  const text = amount.trim().replace(",", ".");
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(text)) return null;
  const size = SHIFT_UNITS.find(({ key }) => key === unit)?.ms ?? 0;
  const ms = Math.round(Number(text) * size);
  return ms > 0 ? (earlier ? -ms : ms) : null;
}

/** "Sat 28 Nov 2026, 09:14 becomes 08:14": what a shift does to an instant. */
export function becomesWords(at: number, by: number, zone: string): string {
  const same = startOfDay(at, zone) === startOfDay(at + by, zone);
  const seconds = at % 60_000 !== 0 || by % 60_000 !== 0;
  const after = same ? clock(at + by, zone, seconds) : momentWords(at + by, zone);
  return `${momentWords(at, zone)} becomes ${after}`;
}
