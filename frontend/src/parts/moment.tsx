"use client";
// A time in a page: short as text, in full with its zone as a title, and exact for programs.
import { useNow } from "@/time/now";
import { fullIn, near } from "@/time/moment";
import type { Zone } from "@/time/zoned";

/** @param as how it is written; `near` if not given. `zone` comes from `useZone` or the page. */
export function Moment({
  at,
  zone,
  as = near,
}: {
  at: number;
  zone: Zone;
  as?: (at: number, now: number, zone: Zone) => string;
}) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={fullIn(at, zone)}>
      {as(at, now, zone)}
    </time>
  );
}

/** The same for a text that is written already, as in a sentence. */
export function Written({ at, zone, children }: { at: number; zone: Zone; children: string }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullIn(at, zone)}>
      {children}
    </time>
  );
}
