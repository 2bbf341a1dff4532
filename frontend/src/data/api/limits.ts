// What a sensor is judged by: dated limits, and how often a reading is due. A 412 means that it changed meanwhile.
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { IntervalWish, LimitsWish } from "@/domain/types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";
import { historyChanged, pathOf } from "./installations";

const SENSOR = "/api/v1/sensors/{site}/{sensor}";

const limitsQuery = (sensor: string) =>
  queryOptions({
    queryKey: ["limits", sensor],
    queryFn: ({ signal }) =>
      data(api.GET(`${SENSOR}/limits`, { params: { path: pathOf(sensor) }, signal })),
    refetchInterval: againAfterFailure,
  });

const intervalQuery = (sensor: string) =>
  queryOptions({
    queryKey: ["interval", sensor],
    queryFn: ({ signal }) =>
      data(api.GET(`${SENSOR}/interval`, { params: { path: pathOf(sensor) }, signal })),
    refetchInterval: againAfterFailure,
  });

export const useLimits = (sensor: string) =>
  useQuery({ ...limitsQuery(sensor), refetchOnMount: "always" });

export const useInterval = (sensor: string) =>
  useQuery({ ...intervalQuery(sensor), refetchOnMount: "always" });

/** All that is judged by it is asked anew. */
function useJudgedAnew(sensor: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      ...[limitsQuery(sensor).queryKey, intervalQuery(sensor).queryKey].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
      historyChanged(client, sensor),
    ]);
}

export const useSetLimits = (sensor: string) =>
  useMutation({
    mutationFn: ({ wish, etag }: { wish: LimitsWish; etag: string }) =>
      data(
        api.PUT(`${SENSOR}/limits`, {
          params: { path: pathOf(sensor), header: { "If-Match": etag } },
          body: wish,
        }),
      ),
    onSettled: useJudgedAnew(sensor),
  });

export const useRemoveLimits = (sensor: string) =>
  useMutation({
    mutationFn: ({ since, etag }: { since: number; etag: string }) =>
      data(
        api.DELETE(`${SENSOR}/limits/{since}`, {
          params: { path: { ...pathOf(sensor), since }, header: { "If-Match": etag } },
        }),
      ),
    onSettled: useJudgedAnew(sensor),
  });

export const useSetInterval = (sensor: string) =>
  useMutation({
    mutationFn: ({ wish, etag }: { wish: IntervalWish; etag: string }) =>
      data(
        api.PUT(`${SENSOR}/interval`, {
          params: { path: pathOf(sensor), header: { "If-Match": etag } },
          body: wish,
        }),
      ),
    onSettled: useJudgedAnew(sensor),
  });
