// The series of sensors. While the range follows now it is refetched on a timer and after new readings.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { useSeries } from "./api/series";
import { excursionsKey } from "./api/excursions";
import { statisticsKey } from "./api/statistics";
import { useFirstNow } from "@/time/first-now";
import { serverNow } from "@/time/server-clock";
import { ends, follows, rangeQuery, type Range } from "@/time/range";

const LEAST_MS = 3000;
const MOST_MS = 300_000;

/** How often a following graph is refetched, in ms: about the time that one pixel shows. */
const refreshMs = (span: number): number => Math.min(MOST_MS, Math.max(5000, span / 1440));

/**
 * @param latest when the newest reading was measured, in ms
 * @param requestedAt the instant for which `first-requests` preloaded the series, if it did
 */
export function useFollowedSeries(
  ids: string[],
  range: Range,
  points: number,
  latest: number | null,
  requestedAt: number | null = null,
) {
  const client = useQueryClient();
  const query = useSeries(ids, range, points, useFirstNow(requestedAt));
  // "Today" is a fixed range that goes on until midnight.
  const following = follows(range) || range.to > serverNow();
  const { from, to } = ends(range, 0);
  const span = to - from;
  const fetchedAt = useRef(0);
  const { refetch } = query;
  // Compared as text, because the objects are new at each render.
  const [idsText, rangeText] = [ids.join(" "), rangeQuery(range)];

  useEffect(() => {
    fetchedAt.current = serverNow();
  }, [query.dataUpdatedAt]);

  // Curve, figures and excursions of the same time, or they would contradict each other.
  const refresh = useCallback(() => {
    void refetch();
    const ids = idsText.split(" ");
    for (const key of [statisticsKey(ids), excursionsKey(ids)])
      void client.invalidateQueries({ queryKey: [...key, rangeText] });
  }, [client, refetch, idsText, rangeText]);

  useEffect(() => {
    if (!following) return;
    const timer = setInterval(refresh, refreshMs(span));
    return () => clearInterval(timer);
  }, [refresh, following, span]);

  useEffect(() => {
    // A new reading shows soon, but a fast device must not make a busy page.
    if (!following || latest === null) return;
    const wait = Math.max(0, fetchedAt.current + Math.max(LEAST_MS, span / 7200) - serverNow());
    const timer = setTimeout(refresh, wait);
    return () => clearTimeout(timer);
  }, [latest, following, span, refresh]);

  return query;
}
