// A correction that is being written: its fields, what is wrong with them, and the request that they mean.
import { useState } from "react";
import type { CorrectionKind } from "@/domain/correction";
import type { Span } from "@/domain/focus";
import type { SentUnit, TriedCorrection } from "@/domain/types";
import { serverNow } from "@/time/server-clock";
import { fromField, toExactField } from "@/time/wall-field";
import { shiftOf, type Shift } from "./correction-shift";
import { stretchProblem } from "./correction-stretch";

export interface Units {
  readAs: SentUnit;
  sentAs: SentUnit;
}

/** What the kind's own fields mean: "missing" if they are not filled in, "future" if readings would get there. */
function kindProblem(kind: CorrectionKind, units: Units, shift: number | null, to: number) {
  if (kind === "unit") return units.readAs === units.sentAs ? "same" : null;
  if (kind !== "time") return null;
  if (shift === null) return "missing";
  return to + shift > serverNow() ? "future" : null;
}

function requestOf(
  kind: CorrectionKind,
  { from, to }: Span,
  units: Units,
  shift: number | null,
): TriedCorrection {
  if (kind === "unit") return { kind, from, to, read_as: units.readAs, sent_as: units.sentAs };
  return kind === "time" ? { kind, from, to, shift_ms: shift } : { kind, from, to };
}

export function useDraft(stretch: Span, zone: string) {
  const [kind, setKind] = useState<CorrectionKind>("set_aside");
  const [fromText, typeFrom] = useState(() => toExactField(stretch.from, zone));
  const [toText, typeTo] = useState(() => toExactField(stretch.to, zone));
  const [units, setUnits] = useState<Units>({ readAs: "C", sentAs: "F" });
  const [shift, setShift] = useState<Shift>({ amount: "1", unit: "h", earlier: true });
  const by = shiftOf(shift);
  const from = fromField(fromText, zone);
  const to = fromField(toText, zone);
  const stretchWrong = stretchProblem(from, to, serverNow());
  const kindWrong = kindProblem(kind, units, by, to ?? 0);
  const wanted =
    stretchWrong !== null || kindWrong !== null || from === null || to === null
      ? null
      : requestOf(kind, { from, to }, units, by);
  return {
    kind,
    setKind,
    /** The ends of the stretch, and the values of their fields. */
    from,
    fromText,
    typeFrom,
    to,
    toText,
    typeTo,
    units,
    setUnits,
    shift,
    setShift,
    /** The shift in ms; null if none can be read. */
    by,
    stretchWrong,
    kindWrong,
    /** Without a reason; null while something is wrong. */
    wanted,
  };
}

export type Draft = ReturnType<typeof useDraft>;
