// Corrections of a sensor's readings: set aside, read in another unit, shifted in time; and undoing them.
import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { NewCorrection, TriedCorrection } from "@/domain/types";
import { ends, rangeQuery, type Range } from "@/time/range";
import { keptFor, retryAfterFailure } from "./client";
import { api, data } from "./http";
import { invalidateHistory, pathOf } from "./installations";
import { everyPage } from "./pages";

const ROUTE = "/api/v1/sensors/{site}/{sensor}/corrections";
const LIST_PAGE = 50;
const PAGE = 200;

export const correctionsKey = (sensor: string) => ["corrections", sensor] as const;

const ofRange = (sensor: string, range: Range, now: () => number) =>
  queryOptions({
    queryKey: [...correctionsKey(sensor), "touching", rangeQuery(range)],
    queryFn: ({ signal }) =>
      everyPage((cursor) => {
        const query = { ...ends(range, Math.floor(now())), cursor, limit: PAGE };
        return data(api.GET(ROUTE, { params: { path: pathOf(sensor), query }, signal }));
      }),
    refetchInterval: retryAfterFailure,
  });

/** The corrections in force that touch a range, newest first; until they are loaded, those of the range before. */
export const useCorrectionsOf = (sensor: string, range: Range, now: () => number) =>
  useQuery({ ...ofRange(sensor, range, now), placeholderData: keepPreviousData });

/** All corrections, newest first, page by page; `undone` lists those that were undone as well. */
export const useCorrections = (sensor: string, undone: boolean) =>
  useInfiniteQuery({
    queryKey: [...correctionsKey(sensor), "list", undone],
    queryFn: ({ signal, pageParam }) => {
      const query = { undone, cursor: pageParam, limit: LIST_PAGE };
      return data(api.GET(ROUTE, { params: { path: pathOf(sensor), query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: retryAfterFailure,
    refetchOnMount: "always",
  });

/** What a correction would change; nothing is asked for null. */
export const useCorrectionPreview = (sensor: string, wanted: TriedCorrection | null) =>
  useQuery({
    queryKey: ["correction-preview", sensor, wanted],
    queryFn: ({ signal }) =>
      data(
        api.POST(`${ROUTE}/preview`, {
          params: { path: pathOf(sensor) },
          body: wanted as TriedCorrection,
          signal,
        }),
      ),
    enabled: wanted !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: keptFor(30_000),
    refetchInterval: retryAfterFailure,
  });

/** What undoing a correction would change. */
export const useUndoPreview = (sensor: string, id: number) =>
  useQuery({
    queryKey: ["correction-preview", sensor, id],
    queryFn: ({ signal }) => {
      const path = { ...pathOf(sensor), correction_id: id };
      return data(api.GET(`${ROUTE}/{correction_id}/undo`, { params: { path }, signal }));
    },
    staleTime: 0,
    gcTime: keptFor(30_000),
    refetchInterval: retryAfterFailure,
  });

/** Return a function that refetches everything that a correction changes. It is not awaited: it may load for long. */
function useInvalidateCorrected(sensor: string) {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: correctionsKey(sensor) });
    void invalidateHistory(client, sensor);
  };
}

export const useMakeCorrection = (sensor: string) =>
  useMutation({
    mutationFn: (body: NewCorrection) =>
      data(api.POST(ROUTE, { params: { path: pathOf(sensor) }, body })),
    onSettled: useInvalidateCorrected(sensor),
  });

export const useUndoCorrection = (sensor: string) =>
  useMutation({
    mutationFn: ({ id, reason }: { id: number; reason?: string }) =>
      data(
        api.POST(`${ROUTE}/{correction_id}/undo`, {
          params: { path: { ...pathOf(sensor), correction_id: id } },
          body: { reason: reason ?? null },
        }),
      ),
    onSettled: useInvalidateCorrected(sensor),
  });
