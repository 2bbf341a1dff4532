"use client";
// One reject in full: reason, source, payload, and what to do.
import { Moment, Written } from "@/parts/moment";
import { useState } from "react";
import { deviceHref } from "@/domain/device-href";
import { count } from "@/domain/format";
import { useMe } from "@/data/api/me";
import { clock, day } from "@/time/moment";
import { mayAnywhere } from "@/domain/roles";
import type { Reject, ReplayJob } from "@/domain/types";
import { offsetName } from "@/time/zone";
import { Button, ButtonLink } from "@/ui/button";
import { Card, Facts } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Segmented } from "@/ui/segmented";
import { Note } from "@/ui/note";
import { shownBytes } from "./cut";
import { hexLines } from "./hex";
import { canReplay } from "./replay-words";
import { JobState } from "./replays";
import { TimeZoneForm } from "./time-zone-form";
import classes from "./reject-card.module.css";

type Form = "text" | "hex";

const FORMS: { key: Form; label: string }[] = [
  { key: "text", label: "Text" },
  { key: "hex", label: "Hex" },
];

function received(at: number, zone: string): string {
  const milliseconds = String(Math.floor(at % 1000)).padStart(3, "0");
  return `${day(at, zone)}, ${clock(at, zone, true)}.${milliseconds} ${offsetName(at, zone)}`;
}

/** "today's rules…": a sentence of the API behind a colon. */
const inSentence = (text: string | null): string =>
  text === null ? "" : text.slice(0, 1).toLowerCase() + text.slice(1);

interface Props {
  reject: Reject;
  zone: string;
  /** The replay of this reject, if it was requested here. */
  job: ReplayJob | null;
  busy: boolean;
  onReplay: () => void;
  onClose: () => void;
}

function Topic({ reject: { topic, topic_bytes } }: { reject: Reject }) {
  if (shownBytes(topic, topic_bytes) === null) return <code>{topic}</code>;
  return (
    <>
      <code>{topic}…</code> ({count(topic_bytes)} bytes)
    </>
  );
}

export function RejectCard({ reject, zone, job, busy, onReplay, onClose }: Props) {
  const operator = mayAnywhere(useMe().data, "operator");
  const [wanted, setWanted] = useState<Form>("text");
  const form: Form = reject.payload_text === null ? "hex" : wanted;
  const hexBytes = reject.payload_hex.length / 2;
  const cutAt =
    form === "text"
      ? shownBytes(reject.payload_text ?? "", reject.payload_bytes)
      : hexBytes < reject.payload_bytes
        ? hexBytes
        : null;
  return (
    <Card title={reject.title} onClose={onClose} testId="reject-card">
      <Facts
        of={[
          ["Reason", <code key="reason">{reject.reason}</code>],
          ["Topic", <Topic key="topic" reject={reject} />],
          [
            "Received",
            <Written key="received" at={reject.received} zone={zone}>
              {received(reject.received, zone)}
            </Written>,
          ],
          ...(reject.element === null
            ? []
            : [
                ["Element", `number ${count(reject.element + 1)} in the array`] as [string, string],
              ]),
          ...(reject.detail ? [["Detail", reject.detail] as [string, string]] : []),
        ]}
      />
      <div className={classes.payload}>
        <h3>
          Payload, {count(reject.payload_bytes)} {reject.payload_bytes === 1 ? "byte" : "bytes"}
        </h3>
        {reject.payload_text !== null && (
          <Segmented
            small
            label="Show payload as"
            choices={FORMS}
            value={form}
            onChange={setWanted}
          />
        )}
      </div>
      <pre className={classes.bytes} data-form={form}>
        {form === "text" ? reject.payload_text : hexLines(reject.payload_hex).join("\n")}
      </pre>
      {cutAt !== null && <p className={classes.faint}>The first {count(cutAt)} bytes.</p>}
      <p>{reject.cure}</p>
      {reject.replayed !== null && (
        <Note tone="good">
          Replayed at <Moment at={reject.replayed} zone={zone} />: its readings are stored.
        </Note>
      )}
      {reject.replayed === null && reject.refused_again && (
        <Note title="Rejected again">{reject.refused_again}</Note>
      )}
      {reject.outgrown && canReplay(reject) && reject.refused_again === null && (
        <p>An earlier version rejected it. It may be understood by now: replay it.</p>
      )}
      {reject.why_not !== null && reject.why_not !== "replayed" && (
        <p data-testid="why-not">It cannot be replayed: {inSentence(reject.why_not_text)}</p>
      )}
      {operator &&
        reject.reason === "time_without_zone" &&
        reject.device !== null &&
        (canReplay(reject) || reject.why_not === "no_zone") && (
          <TimeZoneForm device={reject.device} />
        )}
      {job && <JobState job={job} />}
      {operator && (
        <Actions>
          {canReplay(reject) && (
            <Button disabled={busy} onClick={onReplay}>
              <Icon name="replay" />
              Replay this one
            </Button>
          )}
          {reject.device !== null && (
            <ButtonLink href={deviceHref(reject.device)}>Open device</ButtonLink>
          )}
        </Actions>
      )}
    </Card>
  );
}
