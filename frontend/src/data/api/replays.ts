// Replays of rejects: jobs that ingest runs with each message's original time of receipt.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Reason, ReplayJob, ReplayRequest } from "@/domain/types";
import { api, data } from "./http";

const KEY = ["replays"] as const;
const RUNNING = 1000;
const IDLE = 20_000;

export const isFinished = (job: ReplayJob): boolean =>
  job.state === "done" || job.state === "failed";

/** Queries whose data a finished replay may have changed. */
const AFTER = [
  ["rejects"],
  ["ledger"],
  ["sensors"],
  ["series"],
  ["statistics"],
  ["excursions"],
  ["sparks"],
];

/** The newest jobs; polled every second while one of them is running. */
export const useReplays = (enabled: boolean) =>
  useQuery({
    queryKey: KEY,
    queryFn: async ({ signal, client }) => {
      const before = client.getQueryData<ReplayJob[]>(KEY) ?? [];
      const jobs = (await data(api.GET("/api/v1/rejects/replays", { signal }))).items;
      const open = new Set(before.filter((job) => !isFinished(job)).map((job) => job.id));
      if (jobs.some((job) => isFinished(job) && open.has(job.id))) {
        for (const queryKey of AFTER) void client.invalidateQueries({ queryKey });
      }
      return jobs;
    },
    enabled,
    refetchInterval: ({ state }) => (state.data?.every(isFinished) === false ? RUNNING : IDLE),
  });

/** How many rejects a replay of this range would concern, and why not the others; polled. */
export const useReplayable = (
  range: () => { from: number; to: number },
  filter: { hour: number | null; hours: number; reason: Reason | null; device: string | null },
  enabled: boolean,
) =>
  useQuery({
    queryKey: ["rejects", "replayable", filter],
    queryFn: ({ signal }) => {
      const { reason, device } = filter;
      const query = { ...range(), reason: reason ?? undefined, device: device ?? undefined };
      return data(api.GET("/api/v1/rejects/replays/preview", { params: { query }, signal }));
    },
    enabled,
    refetchInterval: IDLE,
    placeholderData: keepPreviousData,
  });

export function useRequestReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReplayRequest) => data(api.POST("/api/v1/rejects/replays", { body })),
    onSuccess: (job) => {
      client.setQueryData<ReplayJob[]>(KEY, (before) => [
        job,
        ...(before ?? []).filter(({ id }) => id !== job.id),
      ]);
    },
  });
}
