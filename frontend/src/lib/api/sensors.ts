// Every sensor one may see, with its latest value: asked once, then kept current by the live stream.
import { queryOptions } from "@tanstack/react-query";
import { keepNewer } from "../merge";
import { sensorsOf } from "../overview";
import type { ListedSensor } from "../types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";

const COVERAGE_EVERY = 10 * 60_000;

export const sensorsQuery = queryOptions({
  queryKey: ["sensors"],
  queryFn: async ({ signal }): Promise<ListedSensor[]> => sensorsOf(await data(api.GET("/api/v1/overview", { signal }))),
  gcTime: Infinity,
  // What the stream told meanwhile may be newer than the answer; and thousands are not compared value by value.
  structuralSharing: (held, next) => keepNewer(held as ListedSensor[] | undefined, next as ListedSensor[]),
  refetchInterval: (query) => againAfterFailure(query) || COVERAGE_EVERY,
});
