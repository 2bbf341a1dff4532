// Every sensor one may see, with its latest value: asked once, then kept current by the live stream.
import { queryOptions } from "@tanstack/react-query";
import type { Sensor } from "../types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";
import { everyPage } from "./pages";

const PAGE = 500;

const everySensor = (signal: AbortSignal) =>
  everyPage<Sensor>((cursor) => data(api.GET("/api/v1/sensors", { params: { query: { limit: PAGE, cursor } }, signal })));

export const sensorsQuery = queryOptions({
  queryKey: ["sensors"],
  queryFn: ({ signal }) => everySensor(signal),
  gcTime: Infinity,
  refetchInterval: againAfterFailure,
});
