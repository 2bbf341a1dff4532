// Every sensor one may see, with its latest value: asked once, then kept current by the live stream.
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Sensor } from "../types";
import { get } from "./http";

interface Page {
  items: Sensor[];
  next: string | null;
}

const PAGE = 500;

async function everySensor(signal: AbortSignal): Promise<Sensor[]> {
  const found: Sensor[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await get<Page>("sensors", { limit: PAGE, cursor }, signal);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

export const sensorsQuery = queryOptions({
  queryKey: ["sensors"],
  queryFn: ({ signal }) => everySensor(signal),
  gcTime: Infinity,
});

export const useSensors = () => useQuery(sensorsQuery);
