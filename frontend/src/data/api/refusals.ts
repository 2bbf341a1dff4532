// What was refused of the channels that supply a sensor: counts by reason.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ends, rangeQuery, type Range } from "@/time/range";
import type { Refusal } from "@/domain/types";
import { keptFor } from "./client";
import { api, data } from "./http";

const EVERY = 30_000;

/** Of the last day and of a range; polled, as what is refused does not come with the live stream. */
export const useRefusals = (id: string, range: Range, now: () => number) =>
  useQuery({
    queryKey: ["refusals", id, rangeQuery(range)],
    queryFn: async ({ signal }): Promise<Refusal[]> => {
      const [site = "", sensor = ""] = id.split("/");
      const params = { path: { site, sensor }, query: ends(range, Math.floor(now())) };
      const path = "/api/v1/sensors/{site}/{sensor}/rejects";
      return (await data(api.GET(path, { params, signal }))).items;
    },
    gcTime: keptFor(60_000),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });
