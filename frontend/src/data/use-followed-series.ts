// The series of one sensor or several; while it follows now it is asked for again, by the clock and by what arrives.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useSeries } from "./api/series";
import { statisticsKey } from "./api/statistics";
import { useFirstNow } from "@/time/first-now";
import { serverNow } from "@/time/server-clock";
import { ends, follows, rangeQuery, type Range } from "@/time/range";

const LEAST_MS = 3000;
const MOST_MS = 300_000;

/** How long a following graph may stay as it is: what one pixel shows, within reason. */
const freshFor = (span: number): number => Math.min(MOST_MS, Math.max(5000, span / 1440));

/**
 * @param latest when the newest reading of them was measured, in milliseconds
 * @param askedAt the instant of the page for which `first-ask` has asked for it, if it has
 */
export function useFollowedSeries(
  ids: string[],
  range: Range,
  points: number,
  latest: number | null,
  askedAt: number | null = null,
) {
  const client = useQueryClient();
  const query = useSeries(ids, range, points, useFirstNow(askedAt));
  const following = follows(range);
  const { from, to } = ends(range, 0);
  const span = to - from;
  const asked = useRef(0);
  const { refetch } = query;
  // Ranges and sensors are the same when their text is.
  const [named, written] = [ids.join(" "), rangeQuery(range)];

  useEffect(() => {
    asked.current = serverNow();
  }, [query.dataUpdatedAt]);

  useEffect(() => {
    if (!following) return;
    const again = () => {
      void refetch();
      void client.invalidateQueries({ queryKey: [...statisticsKey(named.split(" ")), written] });
    };
    const timer = setInterval(again, freshFor(span));
    return () => clearInterval(timer);
  }, [client, refetch, named, written, following, span]);

  useEffect(() => {
    // A new reading shows soon, but a fast device does not make a fast page.
    if (!following || latest === null) return;
    const wait = Math.max(0, asked.current + Math.max(LEAST_MS, span / 7200) - serverNow());
    const timer = setTimeout(() => void refetch(), wait);
    return () => clearTimeout(timer);
  }, [latest, following, span, refetch]);

  return query;
}
