// Statistics of sensors over a range.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ends, rangeQuery, type Range } from "@/time/range";
import type { Lasting } from "@/domain/lasting";
import type { Sensor, Statistics } from "@/domain/types";
import { keptFor, retryAfterFailure } from "./client";
import { api, data } from "./http";
import { untilRecalculated } from "./recalculating";

export const statisticsKey = (ids: string[]) => ["statistics", ids.join(" ")] as const;

async function fetchStatistics(
  sensor: string[],
  { from, to }: { from: number; to: number },
  signal: AbortSignal,
): Promise<Statistics[]> {
  const query = { sensor, from, to };
  return (await data(api.GET("/api/v1/statistics", { params: { query }, signal }))).sensors;
}

/** The statistics of several sensors in one request. */
export const useStatistics = (ids: string[], range: Range, now: () => number) =>
  useQuery({
    queryKey: [...statisticsKey(ids), rangeQuery(range)],
    queryFn: ({ signal }) => fetchStatistics(ids, ends(range, Math.floor(now())), signal),
    gcTime: keptFor(60_000),
    refetchInterval: untilRecalculated,
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  });

/** The figures since a sensor went out of range, requested once for each minute that has a reading; nothing for null. */
export function useLasting({ id, latest }: Sensor, since: number | null, now: () => number) {
  const minute = Math.floor((latest?.time ?? 0) / 60_000);
  const key = [...statisticsKey([id]), "since", since] as const;
  return useQuery({
    queryKey: [...key, minute],
    queryFn: async ({ signal }): Promise<Lasting | null> => {
      const from = since ?? 0;
      const to = Math.max(from + 1, Math.floor(now()));
      const [figures] = await fetchStatistics([id], { from, to }, signal);
      return figures ? { figures, to } : null;
    },
    gcTime: keptFor(60_000),
    refetchInterval: retryAfterFailure,
    placeholderData: (previous, query) =>
      key.every((part, i) => query?.queryKey[i] === part) ? previous : undefined,
    enabled: since !== null,
  });
}
