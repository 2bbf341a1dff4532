// What fed a sensor when, in words; and what a new installation would end.
import { duration } from "@/time/duration";
import { clock, day } from "@/time/moment";
import type { Installation } from "@/domain/types";

type Span = Pick<Installation, "from" | "to">;

/** "Mon 23 Nov 2026, 14:02"; with seconds where there are any. */
export function momentWords(at: number, zone: string): string {
  return `${day(at, zone, true)}, ${clock(at, zone, at % 60_000 !== 0)}`;
}

export const fromWords = ({ from }: Span, zone: string): string =>
  from === null ? "always" : momentWords(from, zone);

export const untilWords = ({ to }: Span, zone: string): string =>
  to === null ? "now" : momentWords(to, zone);

/** "since Mon 23 Nov 2026, 14:02" or "from … until …" */
export function spanWords(span: Span, zone: string): string {
  if (span.to === null)
    return span.from === null ? "always" : `since ${momentWords(span.from, zone)}`;
  const until = `until ${momentWords(span.to, zone)}`;
  return span.from === null ? until : `from ${momentWords(span.from, zone)} ${until}`;
}

/** How long it lasted, or has lasted by now; null without a beginning. */
export function lastedWords({ from, to }: Span, now: number): string | null {
  return from === null ? null : duration((to ?? now) - from);
}

/** Those that go on past an instant and began before it: what ends there when something takes their place. */
export function endedBy(at: number, installations: Installation[]): Installation[] {
  return installations.filter(
    (installation) =>
      (installation.to === null || installation.to > at) &&
      (installation.from === null || installation.from < at),
  );
}

/** Only what became other: a field says minutes, and must not cut the seconds of what nobody touched. */
export function changesOf(
  seen: Span,
  texts: { from: string; to: string },
  before: { from: string; to: string },
  read: (text: string) => number | null,
): Partial<Span> {
  const wish: Partial<Span> = {};
  if (texts.from !== before.from) wish.from = texts.from === "" ? null : read(texts.from);
  if (texts.to !== before.to) wish.to = texts.to === "" ? null : read(texts.to);
  if (wish.from === seen.from) delete wish.from;
  if (wish.to === seen.to) delete wish.to;
  return wish;
}
