// Asks for replays from the list of rejects, and knows the newest one that was asked for here.
import { useState } from "react";
import { useAskReplay, useReplays } from "@/data/api/replays";
import type { Reason, ReplayJob } from "@/domain/types";

interface Replay {
  one: (id: number) => void;
  filtered: (range: { from: number; to: number }, reason: Reason | null) => void;
  /** The newest replay of one reject that was asked for here. */
  jobOf: (id: number) => ReplayJob | null;
  busy: boolean;
  error: Error | null;
}

export function useReplay(enabled: boolean): Replay {
  const ask = useAskReplay();
  const jobs = useReplays(enabled).data ?? [];
  const [asked, setAsked] = useState<ReadonlyMap<number, number>>(new Map());
  return {
    one: (id) =>
      ask.mutate(
        { ids: [id] },
        { onSuccess: (job) => setAsked((before) => new Map(before).set(id, job.id)) },
      ),
    filtered: ({ from, to }, reason) => ask.mutate({ from, to, reason }),
    jobOf: (id) => jobs.find((job) => job.id === asked.get(id)) ?? null,
    busy: ask.isPending,
    error: ask.error,
  };
}
