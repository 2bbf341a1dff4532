// What other limits would make of the excursions that are counted.
import type { DatedLimits, Excursion, Grace, SensorExcursions } from "./types";
import { rounded } from "./verdict";

type Bounds = Pick<DatedLimits, "low" | "high"> & Grace;

/** Whether an excursion would still have a value beyond one of the limits. */
const isBeyond = ({ side, extreme }: Excursion, { low, high }: Bounds): boolean =>
  side === "above"
    ? high !== null && rounded(extreme.value) > rounded(high)
    : low !== null && rounded(extreme.value) < rounded(low);

/** Whether it is as long as it has to be, as far as is known; one that is cut off may be longer. */
const isLong = ({ from, to, open, before }: Excursion, { min_duration_s: s = 0 }: Bounds) =>
  open || before || to - from >= s * 1000;

/** Whether an excursion would still count; a hysteresis may join it to others, so its length says nothing. */
const counts = (item: Excursion, limits: Bounds): boolean =>
  isBeyond(item, limits) && ((limits.hysteresis ?? 0) > 0 || isLong(item, limits));

/** Whether limits are beyond in places where others are not. */
export const isStricter = (limits: Bounds, than: Bounds): boolean =>
  (limits.min_duration_s ?? 0) < (than.min_duration_s ?? 0) ||
  (limits.hysteresis ?? 0) < (than.hysteresis ?? 0) ||
  (limits.low !== null && (than.low === null || rounded(limits.low) > rounded(than.low))) ||
  (limits.high !== null && (than.high === null || rounded(limits.high) < rounded(than.high)));

/** Whether a hysteresis may join excursions to fewer and longer ones. */
export const mayJoin = (limits: Bounds, than: Bounds): boolean =>
  (limits.hysteresis ?? 0) > (than.hysteresis ?? 0);

export interface Effect {
  /** How many excursions are counted now; at least as many if `more`. */
  total: number;
  /** How many of them would no longer be counted. */
  lost: number;
  more: boolean;
}

/** What judging the time of some excursions by other limits would make of them. */
export function effectOf({ items, total, more }: SensorExcursions, limits: Bounds): Effect {
  const lost = items.filter((item) => !counts(item, limits));
  return { total, lost: lost.reduce((sum, { times }) => sum + times, 0), more };
}

const excursions = (n: number): string => (n === 1 ? "1 excursion" : `${n} excursions`);

/** "2 of 3 excursions since 14:02 will no longer count." `when` says in which time. */
export function effectWords({ total, lost, more }: Effect, when: string): string {
  if (total === 0) return `No excursion is counted ${when}.`;
  if (lost === total) return `${excursions(total)} ${when} will no longer count.`;
  if (lost === 0)
    return `${excursions(total)} ${when} ${more ? "may not all" : "will still"} count.`;
  return `${more ? "At least " : ""}${lost} of ${excursions(total)} ${when} will no longer count.`;
}
