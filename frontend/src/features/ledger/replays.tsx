"use client";
// The newest replays: who requested them, their progress and results.
import { isFinished, useReplays } from "@/data/api/replays";
import { Moment } from "@/parts/moment";
import type { ReplayJob } from "@/domain/types";
import { Icon } from "@/ui/icon";
import { Cell } from "@/ui/cell";
import table from "@/ui/table.module.css";
import { askedWords, jobWords } from "./replay-words";
import classes from "./replays.module.css";

const MOST = 8;

export function Replays({ zone, titleOf }: { zone: string; titleOf: (reason: string) => string }) {
  const jobs = useReplays(true).data ?? [];
  if (jobs.length === 0) return null;
  return (
    <section className={classes.part} aria-label="Replays">
      <h2>Replays</h2>
      <table className={`${table.table} ${table.list} ${classes.table}`} data-testid="replays">
        <thead>
          <tr>
            <th scope="col">Requested</th>
            <th scope="col">Rejects</th>
            <th scope="col" className={table.mid}>
              By
            </th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {jobs.slice(0, MOST).map((job) => (
            <tr key={job.id} data-job={job.id} data-state={job.state}>
              <Cell label="Requested">
                <Moment at={job.asked} zone={zone} />
              </Cell>
              <Cell label="Rejects">{askedWords(job, titleOf)}</Cell>
              <Cell label="By" className={`${table.mid} ${table.muted}`}>
                {job.asked_by}
              </Cell>
              <Cell label="Result">
                <JobState job={job} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function JobState({ job }: { job: ReplayJob }) {
  const good = job.state === "done" && job.refused_again === 0 && job.matched > 0;
  return (
    <span
      className={classes.state}
      data-state={job.state}
      data-good={good || undefined}
      role="status"
    >
      <Icon
        name={!isFinished(job) ? "wait" : good ? "ok" : job.state === "failed" ? "alert" : "info"}
        className={isFinished(job) ? "" : classes.turning}
      />
      <span>{jobWords(job)}</span>
    </span>
  );
}
