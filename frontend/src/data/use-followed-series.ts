// The series of sensors. While the range follows now it is refetched on a timer and after new readings.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useSeries } from "./api/series";
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
  const following = follows(range);
  const { from, to } = ends(range, 0);
  const span = to - from;
  const fetchedAt = useRef(0);
  const { refetch } = query;
  // Compared as text, because the objects are new at each render.
  const [idsText, rangeText] = [ids.join(" "), rangeQuery(range)];

  useEffect(() => {
    fetchedAt.current = serverNow();
  }, [query.dataUpdatedAt]);

  useEffect(() => {
    if (!following) return;
    const refresh = () => {
      void refetch();
      void client.invalidateQueries({
        queryKey: [...statisticsKey(idsText.split(" ")), rangeText],
      });
    };
    const timer = setInterval(refresh, refreshMs(span));
    return () => clearInterval(timer);
  }, [client, refetch, idsText, rangeText, following, span]);

  useEffect(() => {
    // A new reading shows soon, but a fast device must not make a busy page.
    if (!following || latest === null) return;
    const wait = Math.max(0, fetchedAt.current + Math.max(LEAST_MS, span / 7200) - serverNow());
    const timer = setTimeout(() => void refetch(), wait);
    return () => clearTimeout(timer);
  }, [latest, following, span, refetch]);

  return query;
}
