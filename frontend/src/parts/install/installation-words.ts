// Installations as text, and which of them a new one would end.
import type { Zone } from "@/time/zoned";
import { duration } from "@/time/duration";
import { clock, day } from "@/time/moment";
import type { Installation } from "@/domain/types";

type Span = Pick<Installation, "from" | "to">;

/** "Mon 23 Nov 2026, 14:02"; with seconds unless they are zero. */
export function momentWords(at: number, zone: Zone): string {
  return `${day(at, zone, true)}, ${clock(at, zone, at % 60_000 !== 0)}`;
}

/** The same for `Sentence`. */
export const momentIn = (at: number, _now: number, zone: Zone): string => momentWords(at, zone);

export const fromWords = ({ from }: Span, zone: Zone): string =>
  from === null ? "always" : momentWords(from, zone);

export const untilWords = ({ to }: Span, zone: Zone): string =>
  to === null ? "now" : momentWords(to, zone);

/** "since Mon 23 Nov 2026, 14:02" or "from … until …" */
export function spanWords(span: Span, zone: Zone): string {
  if (span.to === null)
    return span.from === null ? "always" : `since ${momentWords(span.from, zone)}`;
  const until = `until ${momentWords(span.to, zone)}`;
  return span.from === null ? until : `from ${momentWords(span.from, zone)} ${until}`;
}

/** The duration up to the end or now; null without a start. */
export function lastedWords({ from, to }: Span, now: number): string | null {
  return from === null ? null : duration((to ?? now) - from);
}

/** The installations in force at an instant, which a new one would end. */
export function endedBy(at: number, installations: Installation[]): Installation[] {
  return installations.filter(
    (installation) =>
      (installation.to === null || installation.to > at) &&
      (installation.from === null || installation.from < at),
  );
}

/** The changed times only: a field has minutes, and must not cut the seconds of an untouched time. */
export function changesOf(
  seen: Span,
  texts: { from: string; to: string },
  before: { from: string; to: string },
  read: (text: string) => number | null,
): Partial<Span> {
  const changes: Partial<Span> = {};
  if (texts.from !== before.from) changes.from = texts.from === "" ? null : read(texts.from);
  if (texts.to !== before.to) changes.to = texts.to === "" ? null : read(texts.to);
  if (changes.from === seen.from) delete changes.from;
  if (changes.to === seen.to) delete changes.to;
  return changes;
}
