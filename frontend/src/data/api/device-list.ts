// The devices by filter and order, page by page.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { retryAfterFailure } from "./client";
import { api, data } from "./http";

const PAGE = 100;
/** How often one page is fetched again: whether a device is alive is in no live event, ms. */
const PAGE_EVERY = 30_000;

export interface DeviceFilter {
  show:
    | "all"
    | "problem"
    | "silent"
    | "never_connected"
    | "rejected"
    | "disabled"
    | "proposed_channels"
    | "no_site"
    | "removed";
  site: string | null;
  text: string;
  sort: "name" | "heard" | "problem" | "state";
  descending: boolean;
}

export const useDeviceList = (filter: DeviceFilter, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ["devices", "pages", filter],
    queryFn: ({ signal, pageParam }) => {
      const query = {
        site: filter.site ?? undefined,
        q: filter.text || undefined,
        state: filter.show === "all" ? undefined : filter.show,
        sort: filter.sort,
        order: filter.descending ? ("desc" as const) : ("asc" as const),
        cursor: pageParam,
        limit: PAGE,
      };
      return data(api.GET("/api/v1/devices", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled,
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
    // All loaded pages are fetched again, so a long list is fetched less often.
    refetchInterval: (query) =>
      retryAfterFailure(query) || PAGE_EVERY * (query.state.data?.pages.length ?? 1),
  });
