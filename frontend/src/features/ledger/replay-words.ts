// Which rejects can be replayed, and the result of a replay as text.
import { count } from "@/domain/format";
import { rejects } from "@/domain/reject-words";
import type { ReasonCount, Reject, Replayable, ReplayJob } from "@/domain/types";

/** Whether a replay may make a reading of a reject, as the API judges it by today's settings and rules. */
export const canReplay = (reject: Pick<Reject, "why_not">): boolean => reject.why_not === null;

/** "12 of 130 can be replayed"; of those that are kept */
export const replayableWords = ({ matched, of }: Pick<Replayable, "matched" | "of">): string =>
  matched === 0
    ? `None of ${count(of)} can be replayed`
    : `${count(matched)} of ${count(of)} can be replayed`;

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

/** The filter of a job: "all that can be replayed", "Time without a zone of clinic-log-2", "3 rejects". */
export function askedWords({ filter }: ReplayJob, titleOf: (reason: string) => string): string {
  if (filter.ids) return filter.ids.length === 1 ? "one reject" : rejects(filter.ids.length);
  const title = filter.reason == null ? "all that can be replayed" : titleOf(filter.reason);
  return filter.device == null ? title : `${title} of ${filter.device}`;
}
