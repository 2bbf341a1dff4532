// Rejects, newest first, page by page.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { Reason } from "@/domain/types";
import { api, data } from "./http";

interface RejectFilter {
  from: number | null;
  to: number | null;
  hours: number;
  reason: Reason | null;
  device: string | null;
}

const PAGE = 20;
const EVERY = 20_000;
const HOUR = 3_600_000;

/** The range of a filter: its from and to, or the last `hours` with the current one. */
export function rejectRange(
  filter: Pick<RejectFilter, "from" | "to" | "hours">,
  now: number,
): { from: number; to: number } {
  const to = filter.to ?? Math.floor(now / HOUR) * HOUR + HOUR;
  return { from: filter.from ?? to - filter.hours * HOUR, to };
}

/**
 * With from and to, or without `poll`: fetched once, or whenever the caller refetches.
 * @param poll whether the last `hours` are polled
 */
export const useRejects = (filter: RejectFilter, now: () => number, poll = true) =>
  useInfiniteQuery({
    queryKey: ["rejects", filter],
    queryFn: ({ signal, pageParam }) => {
      const query = {
        ...rejectRange(filter, now()),
        reason: filter.reason ?? undefined,
        device: filter.device ?? undefined,
        cursor: pageParam,
        limit: PAGE,
      };
      return data(api.GET("/api/v1/rejects", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: poll && filter.to === null ? EVERY : false,
    placeholderData: keepPreviousData,
  });
