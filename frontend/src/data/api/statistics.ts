// Statistics of sensors over a range.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ends, rangeQuery, type Range } from "@/time/range";
import type { Statistics } from "@/domain/types";
import { keptFor, retryAfterFailure } from "./client";
import { api, data } from "./http";

export const statisticsKey = (ids: string[]) => ["statistics", ids.join(" ")] as const;

/** The statistics of several sensors in one request. */
export const useStatistics = (ids: string[], range: Range, now: () => number) =>
  useQuery({
    queryKey: [...statisticsKey(ids), rangeQuery(range)],
    queryFn: async ({ signal }): Promise<Statistics[]> => {
      const { from, to } = ends(range, Math.floor(now()));
      return (
        await data(
          api.GET("/api/v1/statistics", { params: { query: { sensor: ids, from, to } }, signal }),
        )
      ).sensors;
    },
    gcTime: keptFor(60_000),
    refetchInterval: retryAfterFailure,
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  });
