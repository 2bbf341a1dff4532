// How the list of rejects relates to what the ledger counted in the same hours.
import { count } from "@/domain/format";
import { rejects, rejectSum } from "@/domain/reject-words";
import type { LedgerCounts, ReasonCount } from "@/domain/types";

const sum = (counts: ReasonCount[]): number => counts.reduce((all, { count: of }) => all + of, 0);

/**
 * "44 readings rejected and 86 messages that could not be read = 130 rejects", and what of it is listed.
 * @param of the ledger's counts of the same hours; null for one device, which the ledger does not know
 */
export function countedWords(
  counts: ReasonCount[],
  of: LedgerCounts | null,
  device: string | null,
  admin: boolean,
): string {
  const listed = sum(counts);
  if (device !== null) return `${rejects(listed)} of ${device}`;
  if (of === null) return rejects(listed);
  if (of.rejects === 0 && listed === 0) return "nothing rejected";
  if (listed >= of.rejects) return rejectSum(of);
  if (admin)
    return `${rejectSum(of)}; ${count(of.rejects - listed)} of them are past retention and no longer listed`;
  return `All devices: ${rejectSum(of)}; ${count(listed)} of them from devices of your sites`;
}
