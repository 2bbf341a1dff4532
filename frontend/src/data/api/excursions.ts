// Excursions of sensors over a range, newest first.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ends, rangeQuery, type Range } from "@/time/range";
import type { SensorExcursions } from "@/domain/types";
import { keptFor } from "./client";
import { api, data } from "./http";
import { untilRecalculated } from "./recalculating";

/** The most that the API lists for a sensor. */
export const MOST_EXCURSIONS = 1000;

export const excursionsKey = (ids: string[]) => ["excursions", ids.join(" ")] as const;

/** A sensor's excursions, and the instants between which they are known: the range up to now. */
export type KnownExcursions = SensorExcursions & { known: { from: number; to: number } };

/** The newest `limit` excursions of several sensors in one request. */
export const useExcursions = (ids: string[], range: Range, now: () => number, limit = 100) =>
  useQuery({
    queryKey: [...excursionsKey(ids), rangeQuery(range), limit],
    queryFn: async ({ signal }): Promise<KnownExcursions[]> => {
      const at = Math.floor(now());
      const query = { sensor: ids, ...ends(range, at), limit };
      const answer = await data(api.GET("/api/v1/excursions", { params: { query }, signal }));
      const known = { from: answer.from, to: Math.min(answer.to, at) };
      return answer.sensors.map((sensor) => ({ ...sensor, known }));
    },
    gcTime: keptFor(60_000),
    refetchInterval: untilRecalculated,
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  });
