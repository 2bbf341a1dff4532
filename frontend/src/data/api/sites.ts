// The sites one may see, with their zones and one's role there: also those without a sensor.
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Site } from "@/domain/types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";
import { everyPage } from "./pages";

const sitesQuery = queryOptions({
  queryKey: ["sites"],
  queryFn: ({ signal }) =>
    everyPage<Site>((cursor) =>
      data(api.GET("/api/v1/sites", { params: { query: { cursor } }, signal })),
    ),
  refetchInterval: againAfterFailure,
});

export const useSites = () => useQuery(sitesQuery);
