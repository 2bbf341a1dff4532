// Which rejects can be replayed, and the result of a replay as text.
import { count } from "@/domain/format";
import type { ReasonCount, Reject, ReplayJob } from "@/domain/types";

/**
 * Whether a reject can be replayed: settings can fix it, or it was read by older rules; its payload is
 * complete, and it has not been replayed.
 */
export const canReplay = (
  reject: Pick<Reject, "curable" | "outgrown" | "whole" | "replayed">,
): boolean => (reject.curable || reject.outgrown) && reject.whole && reject.replayed === null;

/** The number of rejects that were counted but whose payloads were not kept. */
export const notKept = (counts: ReasonCount[]): number =>
  counts.reduce((sum, { count: all, kept }) => sum + Math.max(0, all - kept), 0);

/** "8 of 100, newest first, and 49,900 more counted, not kept" */
export function footWords(listed: number, counts: ReasonCount[]): string {
  const kept = counts.reduce((sum, reason) => sum + reason.kept, 0);
  const gone = notKept(counts);
  const head =
    listed === 0
      ? "None kept"
      : `${count(listed)} of ${count(Math.max(listed, kept))}, newest first`;
  return gone === 0 ? head : `${head}, and ${count(gone)} more counted but not kept`;
}

const rejects = (number: number): string =>
  number === 1 ? "1 reject" : `${count(number)} rejects`;

/** "2 became readings, 1 was already stored" */
function outcome({ replayed, duplicate, refused_again: refused }: ReplayJob): string {
  const parts = [
    replayed > 0 && `${count(replayed)} became readings`,
    duplicate > 0 && `${count(duplicate)} ${duplicate === 1 ? "was" : "were"} already stored`,
    refused > 0 && `${count(refused)} ${refused === 1 ? "was" : "were"} rejected again`,
  ].filter(Boolean);
  return parts.join(", ");
}

export function jobWords(job: ReplayJob): string {
  switch (job.state) {
    case "waiting":
      return job.matched === 0
        ? "Nothing to replay"
        : `${rejects(job.matched)} to replay, waiting for ingest`;
    case "running":
      return `Replaying ${rejects(job.matched)}${outcome(job) && `: ${outcome(job)} so far`}`;
    case "failed":
      return `Failed: ${job.error ?? "no reason given"}`;
    case "done":
      return outcome(job) ? `Of ${rejects(job.matched)}, ${outcome(job)}` : "Nothing to replay";
  }
}

/** The filter of a job: "all fixable", "Time without a zone of clinic-log-2", "3 rejects". */
export function askedWords({ filter }: ReplayJob, titleOf: (reason: string) => string): string {
  if (filter.ids) return filter.ids.length === 1 ? "one reject" : rejects(filter.ids.length);
  const what = filter.reason == null ? "all fixable" : titleOf(filter.reason);
  return filter.device == null ? what : `${what} of ${filter.device}`;
}
