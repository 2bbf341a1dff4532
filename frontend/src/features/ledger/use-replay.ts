// Requests replays from the list of rejects, and remembers the newest one of each reject.
import { useState } from "react";
import { useRequestReplay, useReplays } from "@/data/api/replays";
import type { Reason, ReplayJob } from "@/domain/types";

interface Replay {
  one: (id: number) => void;
  filtered: (
    range: { from: number; to: number },
    of: { reason: Reason | null; device: string | null },
  ) => void;
  /** The newest replay of a reject that was requested on this page. */
  jobOf: (id: number) => ReplayJob | null;
  busy: boolean;
  error: Error | null;
}

export function useReplay(enabled: boolean): Replay {
  const request = useRequestReplay();
  const jobs = useReplays(enabled).data ?? [];
  const [requested, setRequested] = useState<ReadonlyMap<number, number>>(new Map());
  return {
    one: (id) =>
      request.mutate(
        { ids: [id] },
        { onSuccess: (job) => setRequested((before) => new Map(before).set(id, job.id)) },
      ),
    filtered: ({ from, to }, { reason, device }) => request.mutate({ from, to, reason, device }),
    jobOf: (id) => jobs.find((job) => job.id === requested.get(id)) ?? null,
    busy: request.isPending,
    error: request.error,
  };
}
