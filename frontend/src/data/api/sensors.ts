// All sensors that the user may see, with latest values: fetched once, then updated by the live stream.
import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { keepNewer } from "@/domain/merge";
import { sensorsOf } from "@/domain/overview";
import type { ListedSensor } from "@/domain/types";
import { retryAfterFailure } from "./client";
import { api, data } from "./http";

const COVERAGE_EVERY = 10 * 60_000;
const MARK = ["sensors' mark"];

/** The id of the last event contained in the list, for the live stream to resume after; null without a list. */
export const listMark = (client: QueryClient): string | null =>
  client.getQueryData<number>(MARK)?.toString() ?? null;

export const sensorsQuery = queryOptions({
  queryKey: ["sensors"],
  queryFn: async ({ signal, client }): Promise<ListedSensor[]> => {
    const overview = await data(api.GET("/api/v1/overview", { signal }));
    client.setQueryData(MARK, overview.mark);
    return sensorsOf(overview);
  },
  gcTime: Infinity,
  // Live events may be newer than the response. A deep comparison of thousands of sensors is too slow.
  structuralSharing: (held, next) =>
    keepNewer(held as ListedSensor[] | undefined, next as ListedSensor[]),
  refetchInterval: (query) => retryAfterFailure(query) || COVERAGE_EVERY,
});
