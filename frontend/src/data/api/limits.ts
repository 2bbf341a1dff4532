// A sensor's dated limits and expected interval. A 412 means that someone else changed them.
import {
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { IntervalChange, LimitsChange } from "@/domain/types";
import { retryAfterFailure } from "./client";
import { api, data } from "./http";
import { invalidateHistory, pathOf } from "./installations";

const PAGE = 20;
const SENSOR = "/api/v1/sensors/{site}/{sensor}";

const limitsQuery = (sensor: string) =>
  queryOptions({
    queryKey: ["limits", sensor],
    queryFn: ({ signal }) =>
      data(api.GET(`${SENSOR}/limits`, { params: { path: pathOf(sensor) }, signal })),
    refetchInterval: retryAfterFailure,
  });

const intervalQuery = (sensor: string) =>
  queryOptions({
    queryKey: ["interval", sensor],
    queryFn: ({ signal }) =>
      data(api.GET(`${SENSOR}/interval`, { params: { path: pathOf(sensor) }, signal })),
    refetchInterval: retryAfterFailure,
  });

export const useLimits = (sensor: string) =>
  useQuery({ ...limitsQuery(sensor), refetchOnMount: "always" });

const limitsChangesKey = (sensor: string) => ["limits-changes", sensor] as const;

/** Who set or deleted the limits, newest first, page by page. */
export const useLimitsChanges = (sensor: string) =>
  useInfiniteQuery({
    queryKey: limitsChangesKey(sensor),
    queryFn: ({ signal, pageParam }) => {
      const query = { cursor: pageParam, limit: PAGE };
      const params = { path: pathOf(sensor), query };
      return data(api.GET(`${SENSOR}/limits/changes`, { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: retryAfterFailure,
    refetchOnMount: "always",
  });

export const useInterval = (sensor: string) =>
  useQuery({ ...intervalQuery(sensor), refetchOnMount: "always" });

/** Return a function that refetches everything that depends on limits or interval. */
function useInvalidateJudged(sensor: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      ...[
        limitsQuery(sensor).queryKey,
        limitsChangesKey(sensor),
        intervalQuery(sensor).queryKey,
      ].map((queryKey) => client.invalidateQueries({ queryKey })),
      invalidateHistory(client, sensor),
    ]);
}

export const useSetLimits = (sensor: string) =>
  useMutation({
    mutationFn: ({ changes, etag }: { changes: LimitsChange; etag: string }) =>
      data(
        api.PUT(`${SENSOR}/limits`, {
          params: { path: pathOf(sensor), header: { "If-Match": etag } },
          body: changes,
        }),
      ),
    onSettled: useInvalidateJudged(sensor),
  });

export const useRemoveLimits = (sensor: string) =>
  useMutation({
    mutationFn: ({ since, reason, etag }: { since: number; reason?: string; etag: string }) =>
      data(
        api.DELETE(`${SENSOR}/limits/{since}`, {
          params: {
            path: { ...pathOf(sensor), since },
            query: { reason },
            header: { "If-Match": etag },
          },
        }),
      ),
    onSettled: useInvalidateJudged(sensor),
  });

export function useSetInterval(sensor: string) {
  const invalidate = useInvalidateJudged(sensor);
  return useMutation({
    mutationFn: ({ changes, etag }: { changes: IntervalChange; etag: string }) =>
      data(
        api.PUT(`${SENSOR}/interval`, {
          params: { path: pathOf(sensor), header: { "If-Match": etag } },
          body: changes,
        }),
      ),
    // Not awaited: what is judged by the interval may load for long, and the change is confirmed before.
    onSettled: () => {
      void invalidate();
    },
  });
}
