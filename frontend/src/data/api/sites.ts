// The sites that the user may see, with zone and role; also sites without a sensor.
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Site } from "@/domain/types";
import { retryAfterFailure } from "./client";
import { api, data } from "./http";
import { everyPage } from "./pages";

const sitesQuery = queryOptions({
  queryKey: ["sites"],
  queryFn: ({ signal }) =>
    everyPage<Site>((cursor) =>
      data(api.GET("/api/v1/sites", { params: { query: { cursor } }, signal })),
    ),
  refetchInterval: retryAfterFailure,
});

export const useSites = () => useQuery(sitesQuery);
