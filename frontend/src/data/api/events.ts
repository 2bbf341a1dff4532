// The events of the system itself, newest first, page by page; for administrators.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { Alert } from "@/domain/types";
import { api, data } from "./http";

const PAGE = 50;
const EVERY = 20_000;

export const useEvents = (kind: Alert["kind"] | null, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ["events", kind],
    queryFn: ({ signal, pageParam }) => {
      const query = { kind: kind === null ? undefined : [kind], cursor: pageParam, limit: PAGE };
      return data(api.GET("/api/v1/watch/events", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
    enabled,
  });
