// Corrections of a sensor's readings: which stretches of a graph they touch, and who set a reading aside.
import type { Correction } from "./types";

export type CorrectionKind = Correction["kind"];

/** A stretch of a graph that a correction touches. */
export interface CorrectedSpan {
  id: Correction["id"];
  kind: CorrectionKind;
  from: number;
  to: number;
  /** Its readings were moved away from here. */
  left: boolean;
  of: Correction;
}

export const isActive = ({ undone_at: undone }: Pick<Correction, "undone_at">): boolean =>
  undone === null;

/** The stretches that the corrections in force touch, in time order; a shift touches two. */
export function correctedSpans(corrections: readonly Correction[]): CorrectedSpan[] {
  return corrections
    .filter(isActive)
    .flatMap((of): CorrectedSpan[] => {
      const { id, kind, from, to } = of;
      if (kind !== "time") return [{ id, kind, from, to, left: false, of }];
      const by = of.shift_ms ?? 0;
      return [
        { id, kind, from: from + by, to: to + by, left: false, of },
        { id, kind, from, to, left: true, of },
      ];
    })
    .sort((a, b) => a.from - b.from);
}

/** The spans that touch a stretch of time, whose ends belong to it. */
export const touching = (
  spans: readonly CorrectedSpan[] | undefined,
  from: number,
  to: number = from,
): CorrectedSpan[] => (spans ?? []).filter((span) => span.from <= to && span.to > from);

/** Who set the reading of an instant aside; null if nobody is known to have. */
export const setAsideBy = (
  spans: readonly CorrectedSpan[] | undefined,
  at: number,
): CorrectedSpan | null => touching(spans, at).find(({ kind }) => kind === "set_aside") ?? null;
