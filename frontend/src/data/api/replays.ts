// Replays of rejects: jobs that ingest takes, with the instant at which each message was received.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReplayJob, ReplayWish } from "@/domain/types";
import { api, data } from "./http";

const KEY = ["replays"] as const;
const RUNNING = 1000;
const IDLE = 20_000;

export const isOver = (job: ReplayJob): boolean => job.state === "done" || job.state === "failed";

/** What an ended replay may have changed. */
const AFTER = [["rejects"], ["ledger"], ["sensors"], ["series"], ["statistics"], ["sparks"]];

/** The newest jobs; asked every second while one of them is at work. */
export const useReplays = (enabled: boolean) =>
  useQuery({
    queryKey: KEY,
    queryFn: async ({ signal, client }) => {
      const before = client.getQueryData<ReplayJob[]>(KEY) ?? [];
      const jobs = (await data(api.GET("/api/v1/rejects/replays", { signal }))).items;
      const open = new Set(before.filter((job) => !isOver(job)).map((job) => job.id));
      if (jobs.some((job) => isOver(job) && open.has(job.id))) {
        for (const queryKey of AFTER) void client.invalidateQueries({ queryKey });
      }
      return jobs;
    },
    enabled,
    refetchInterval: ({ state }) => (state.data?.every(isOver) === false ? RUNNING : IDLE),
  });

export function useAskReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReplayWish) => data(api.POST("/api/v1/rejects/replays", { body })),
    onSuccess: (job) => {
      client.setQueryData<ReplayJob[]>(KEY, (before) => [
        job,
        ...(before ?? []).filter((one) => one.id !== job.id),
      ]);
    },
  });
}
