// Every sensor one may see, with its latest value: asked once, then kept current by the live stream.
import { queryOptions } from "@tanstack/react-query";
import type { Sensor } from "../types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";

const PAGE = 500;

async function everySensor(signal: AbortSignal): Promise<Sensor[]> {
  const found: Sensor[] = [];
  let cursor: string | null = null;
  do {
    const query = { limit: PAGE, cursor };
    const page: { items: Sensor[]; next: string | null } =
      await data(api.GET("/api/v1/sensors", { params: { query }, signal }));
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

export const sensorsQuery = queryOptions({
  queryKey: ["sensors"],
  queryFn: ({ signal }) => everySensor(signal),
  gcTime: Infinity,
  refetchInterval: againAfterFailure,
});
