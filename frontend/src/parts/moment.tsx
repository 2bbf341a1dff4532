"use client";
// A time in a page: short as text, in full with its zone as a title, and exact for programs.
import type { ReactNode } from "react";
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
    <Written at={at} zone={zone}>
      {as(at, now, zone)}
    </Written>
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

/**
 * A sentence with times in it.
 * @param times the moments in it in the order in which they are written; one that is not in it is left out
 * @param as how the sentence writes them
 */
export function Sentence({
  text,
  times,
  zone,
  as = near,
}: {
  text: string;
  times: (number | null | undefined)[];
  zone: Zone;
  as?: (at: number, now: number, zone: Zone) => string;
}) {
  const now = useNow();
  const parts: ReactNode[] = [];
  let rest = text;
  for (const at of times) {
    if (at == null) continue;
    const words = as(at, now, zone);
    const start = rest.indexOf(words);
    if (start === -1) continue;
    parts.push(
      rest.slice(0, start),
      <Written key={parts.length} at={at} zone={zone}>
        {words}
      </Written>,
    );
    rest = rest.slice(start + words.length);
  }
  return (
    <>
      {parts}
      {rest}
    </>
  );
}
