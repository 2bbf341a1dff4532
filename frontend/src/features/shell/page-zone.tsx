"use client";
// In which zone the page's times are: in the rail's foot, and below the page where there is no room for it.
import { useReading } from "@/data/preferences";
import { usePageZones } from "@/data/zones";
import { useNow } from "@/time/now";
import { zoneWords } from "@/time/zone";
import classes from "./page-zone.module.css";

/** "Site time, Europe/Vienna, UTC+01:00" */
export function usePageZoneWords(): string {
  const now = useNow();
  const { zone, isShared } = useReading();
  const [page = { name: zone, whose: isShared ? "site" : "reader" }, another] = usePageZones();
  return another
    ? "Site times, each with its offset"
    : `${page.whose === "site" ? "Site time" : "Your time"}, ${zoneWords(now, page.name)}`;
}

/** Seen on narrow screens and on paper, where the rail is not. */
export function PageZoneBelow() {
  const words = usePageZoneWords();
  return (
    <p className={`${classes.below} figures`} data-testid="page-zone-below">
      {words}
    </p>
  );
}
