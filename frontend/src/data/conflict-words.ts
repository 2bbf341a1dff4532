// The installations that conflict with a requested one, as text.
import { ApiProblem } from "./api/http";
import { full } from "@/time/moment";
import type { InTheWay } from "@/domain/types";
import { problemWords } from "./problem-words";

/** "linden-fridge-1/temperature feeds linden-pharmacy/freezer since Mon 23 Nov 2026, 14:02:00 UTC+01:00" */
function words(conflict: InTheWay, zone: string): string {
  const where = conflict.sensor ?? "a sensor at a site you have no access to";
  const source = `${conflict.device}/${conflict.channel}`;
  if (conflict.to === null)
    return `${source} supplies ${where}${conflict.from === null ? " and always has" : ` since ${full(conflict.from, zone)}`}.`;
  const from = conflict.from === null ? "" : ` from ${full(conflict.from, zone)}`;
  return `${source} supplied ${where}${from} until ${full(conflict.to, zone)}.`;
}

/** Why an installation was refused: the conflicts in the site's time, else the server's reason. */
export function refusedWords(error: unknown, zone: string): string {
  const conflicts = error instanceof ApiProblem ? error.inTheWay : [];
  return conflicts.length > 0
    ? conflicts.map((conflict) => words(conflict, zone)).join(" ")
    : problemWords(error);
}
