// The figures of a sensor over a range.
import { keepPreviousData, queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { ends, rangeQuery, type Range } from "../range";
import { againAfterFailure } from "./client";
import { api, data } from "./http";

export const statisticsKey = (id: string) => ["statistics", id] as const;

const statisticsQuery = (id: string, range: Range, now: () => number) =>
  queryOptions({
    queryKey: [...statisticsKey(id), rangeQuery(range)],
    queryFn: async ({ signal }) => {
      const { from, to } = ends(range, Math.floor(now()));
      const answer = await data(api.GET("/api/v1/statistics", { params: { query: { sensor: [id], from, to } }, signal }));
      const [one] = answer.sensors;
      if (!one) throw new Error("the answer lacks its sensor");
      return one;
    },
    gcTime: 60_000,
    refetchInterval: againAfterFailure,
  });

export const useStatistics = (id: string, range: Range, now: () => number) =>
  useQuery({ ...statisticsQuery(id, range, now), placeholderData: keepPreviousData });

/** The figures of several sensors, in their order; undefined until all are there. */
export const useStatisticsOf = (ids: string[], range: Range, now: () => number) =>
  useQueries({
    queries: ids.map((id) => statisticsQuery(id, range, now)),
    combine: (answers) => ({
      data: answers.every(({ data }) => data !== undefined) ? answers.flatMap(({ data }, i) => (data ? [{ ...data, sensor: ids[i] ?? "" }] : [])) : undefined,
      isPlaceholderData: answers.some(({ isPlaceholderData }) => isPlaceholderData),
      isError: answers.some(({ isError }) => isError),
    }),
  });
