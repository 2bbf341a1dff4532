// Every sensor one may see, with its latest value: asked once, then kept current by the live stream.
import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { keepNewer } from "@/domain/merge";
import { sensorsOf } from "@/domain/overview";
import type { ListedSensor } from "@/domain/types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";

const COVERAGE_EVERY = 10 * 60_000;
const MARK = ["sensors' mark"];

/** The event after which the live stream tells what the held list does not say yet; null before there is a list. */
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
  // What the stream told meanwhile may be newer than the answer; and thousands are not compared value by value.
  structuralSharing: (held, next) =>
    keepNewer(held as ListedSensor[] | undefined, next as ListedSensor[]),
  refetchInterval: (query) => againAfterFailure(query) || COVERAGE_EVERY,
});
