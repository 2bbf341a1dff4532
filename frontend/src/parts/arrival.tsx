"use client";
// Whether all readings arrive, for those who may not read how many: the ledger counts all sites together.
import { useWatch } from "@/data/api/watch";
import { Icon } from "@/ui/icon";
import classes from "./arrival.module.css";

/** Why somebody reads yes or no instead of numbers. */
export const OF_ALL_SITES =
  "How many messages and readings there are is counted for all sites together: administrators, and people with a role at every site, can read it.";

/** "All readings arrive", or that some may be missing; null until it is known. */
export function Arrival() {
  const arrive = useWatch().data?.all_arrive;
  if (arrive === undefined) return null;
  return (
    <span className={classes.arrival} data-testid="arrival" data-arrive={arrive}>
      <Icon name={arrive ? "ok" : "alert"} />
      {arrive ? "All readings arrive" : "Readings may be missing or late"}
    </span>
  );
}
