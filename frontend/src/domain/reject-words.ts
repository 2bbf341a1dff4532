// Rejects as a sum: readings rejected, and messages that could not be read at all.
import { count } from "./format";
import type { LedgerCounts } from "./types";

type Counts = Pick<LedgerCounts, "rejected" | "undecodable" | "rejects">;

/** "1 reject", "130 rejects" */
export const rejects = (number: number): string =>
  number === 1 ? "1 reject" : `${count(number)} rejects`;

/** "44 readings rejected and 86 messages that could not be read = 130 rejects" */
export function rejectSum({ rejected, undecodable, rejects: all }: Counts): string {
  const readings = `${count(rejected)} ${rejected === 1 ? "reading" : "readings"} rejected`;
  const messages = `${count(undecodable)} ${undecodable === 1 ? "message" : "messages"} that could not be read`;
  return all === 0 ? "nothing rejected" : `${readings} and ${messages} = ${rejects(all)}`;
}
