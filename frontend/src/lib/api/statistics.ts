// The figures of a sensor over a range.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ends, rangeQuery, type Range } from "../range";
import { againAfterFailure } from "./client";
import { api, data } from "./http";

export const statisticsKey = (id: string) => ["statistics", id] as const;

export const useStatistics = (id: string, range: Range, now: () => number) =>
  useQuery({
    queryKey: [...statisticsKey(id), rangeQuery(range)],
    queryFn: ({ signal }) => {
      const { from, to } = ends(range, Math.floor(now()));
      return data(api.GET("/api/v1/statistics", { params: { query: { sensor: id, from, to } }, signal }));
    },
    gcTime: 60_000,
    refetchInterval: againAfterFailure,
    placeholderData: keepPreviousData,
  });
