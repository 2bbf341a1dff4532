// The figures of a sensor over a range.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ends, rangeQuery, type Range } from "../range";
import type { Statistics } from "../types";
import { get } from "./http";

export const statisticsKey = (id: string) => ["statistics", id] as const;

export const useStatistics = (id: string, range: Range, now: () => number) =>
  useQuery({
    queryKey: [...statisticsKey(id), rangeQuery(range)],
    queryFn: ({ signal }) => {
      const { from, to } = ends(range, Math.floor(now()));
      return get<Statistics>("statistics", { sensor: id, from, to }, signal);
    },
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });
