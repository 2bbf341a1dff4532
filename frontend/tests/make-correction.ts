// A factory for a correction; tests override what matters to them.
import type { Correction } from "@/domain/types";
import { NOON } from "./make";

export const makeCorrection = (changes: Partial<Correction> = {}): Correction => ({
  id: 7,
  kind: "set_aside",
  from: NOON - 600_000,
  to: NOON,
  read_as: null,
  sent_as: null,
  shift_ms: null,
  reason: "Door held open for cleaning",
  by: "mira",
  by_name: "Mira Lindqvist",
  at: NOON + 60_000,
  undone_by: null,
  undone_by_name: null,
  undone_at: null,
  undo_reason: null,
  ...changes,
});
