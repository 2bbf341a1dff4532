// The series of a graph.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { ends, rangeQuery, type Range } from "@/time/range";
import type { Series } from "@/domain/types";
import { keptFor } from "./client";
import { api, data } from "./http";
import { untilRecalculated } from "./recalculating";

interface SeriesRequest {
  sensor: string[];
  from: number;
  to: number;
  points: number;
}

// openapi-fetch widens the pairs of gaps and faults to lists; the generated type has pairs.
const fetchSeries = (query: SeriesRequest, signal: AbortSignal): Promise<Series> =>
  data(api.GET("/api/v1/series", { params: { query }, signal })) as Promise<Series>;

/** A range that follows now is resolved again at each fetch. */
const seriesQuery = (ids: string[], range: Range, points: number, now: () => number) =>
  queryOptions({
    queryKey: ["series", ids.join(" "), rangeQuery(range), points],
    queryFn: ({ signal }) => {
      const { from, to } = ends(range, Math.floor(now()));
      return fetchSeries({ sensor: ids, from, to, points }, signal);
    },
    gcTime: keptFor(60_000),
    refetchInterval: untilRecalculated,
  });

export const useSeries = (
  ids: string[],
  range: Range,
  points: number,
  now: () => number,
  enabled = true,
) =>
  useQuery({
    ...seriesQuery(ids, range, points, now),
    placeholderData: keepPreviousData,
    enabled: enabled && ids.length > 0,
  });
