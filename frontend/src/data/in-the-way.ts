// The installations that a wished one would overlap, in words.
import { ApiProblem } from "./api/http";
import { full } from "@/time/moment";
import type { InTheWay } from "@/domain/types";
import { problemWords } from "./problem-words";

/** "linden-fridge-1/temperature feeds linden-pharmacy/freezer since Mon 23 Nov 2026, 14:02:00 UTC+01:00" */
function words(one: InTheWay, zone: string): string {
  const where = one.sensor ?? "a sensor at a site you have no access to";
  const source = `${one.device}/${one.channel}`;
  if (one.to === null)
    return `${source} supplies ${where}${one.from === null ? " and always has" : ` since ${full(one.from, zone)}`}.`;
  const from = one.from === null ? "" : ` from ${full(one.from, zone)}`;
  return `${source} supplied ${where}${from} until ${full(one.to, zone)}.`;
}

/** Why an installation was refused: what is in the way by the site's clock, else the server's words. */
export function refusedWords(error: unknown, zone: string): string {
  const there = error instanceof ApiProblem ? error.inTheWay : [];
  return there.length > 0
    ? there.map((obstacle) => words(obstacle, zone)).join(" ")
    : problemWords(error);
}
