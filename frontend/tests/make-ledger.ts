// A factory for hours of the ledger.
import type { LedgerHour } from "@/domain/types";

export function makeHour(
  hour: number,
  stored: number,
  changes: Partial<LedgerHour> = {},
): LedgerHour {
  return {
    hour,
    received: stored,
    decoded: stored,
    undecodable: 0,
    offered: stored,
    stored,
    duplicate: 0,
    rejected: 0,
    rejects: (changes.rejected ?? 0) + (changes.undecodable ?? 0),
    ignored: 0,
    replayed: 0,
    balanced: true,
    difference: { messages: 0, elements: 0 },
    open: false,
    ...changes,
  };
}
