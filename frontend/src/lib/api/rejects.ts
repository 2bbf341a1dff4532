// What could not become a reading, newest first, page by page.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { Reason } from "../types";
import { api, data } from "./http";

export interface RejectFilter {
  from: number | null;
  to: number | null;
  hours: number;
  reason: Reason | null;
}

const PAGE = 50;
const EVERY = 20_000;
const HOUR = 3_600_000;

/** With from and to: that hour. Without: the last `hours`, asked again now and then. */
export const useRejects = (filter: RejectFilter, now: () => number) =>
  useInfiniteQuery({
    queryKey: ["rejects", filter],
    queryFn: ({ signal, pageParam }) => {
      const to = filter.to ?? Math.floor(now() / HOUR) * HOUR + HOUR;
      const from = filter.from ?? to - filter.hours * HOUR;
      const query = { from, to, reason: filter.reason ?? undefined, cursor: pageParam, limit: PAGE };
      return data(api.GET("/api/v1/rejects", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: filter.to === null ? EVERY : false,
    placeholderData: keepPreviousData,
  });
