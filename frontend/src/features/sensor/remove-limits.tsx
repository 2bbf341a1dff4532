"use client";
// The confirmation to delete limits, with the limits that apply instead.
import { useState } from "react";
import { useRemoveLimits } from "@/data/api/limits";
import { useReading } from "@/data/preferences";
import { hasStatus, problemWords } from "@/data/problem-words";
import type { LimitsHistory, Sensor } from "@/domain/types";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { momentWords } from "@/parts/install/installation-words";
import { beforeOf, boundsWords, changedWords, endOf } from "./limits-words";
import { JudgementEffect } from "./judgement-effect";
import { WhyField, reasonOf } from "./why-field";

export function RemoveLimits({
  sensor,
  since,
  limits,
  zone,
  onDone,
}: {
  sensor: Sensor;
  since: number;
  limits: LimitsHistory;
  zone: string;
  onDone: () => void;
}) {
  const { unit } = useReading();
  const remove = useRemoveLimits(sensor.id);
  const [seen] = useState(limits);
  const [reason, setReason] = useState("");
  const chosen = seen.items.find((limits) => limits.since === since);
  if (!chosen) return null;
  const end = endOf(since, limits.items);
  const before = beforeOf(since, limits.items);
  const send = (etag: string) =>
    remove.mutate({ since, reason: reasonOf(reason), etag }, { onSuccess: onDone });
  const exists = limits.items.some((entry) => entry.since === since);
  return (
    <Card title="Delete these limits?" onClose={onDone} testId="remove-limits">
      <p>
        The limits of {sensor.name} are {boundsWords(chosen, unit)} from {momentWords(since, zone)}
        {end === null ? " on" : ` until ${momentWords(end, zone)}`}. Without them, the previous
        limits apply to that time: {boundsWords(before, unit)}.
      </p>
      <p>
        <JudgementEffect
          sensor={sensor}
          since={since}
          end={end}
          from={chosen}
          to={before}
          zone={zone}
        />
      </p>
      {hasStatus(remove.error, 412) && exists ? (
        <Raced
          what="These limits"
          busy={remove.isPending}
          onKeep={onDone}
          onSet={() => send(limits.etag)}
        >
          <p>
            {changedWords(seen, limits, unit, zone)} You were deleting {boundsWords(chosen, unit)}.
          </p>
        </Raced>
      ) : (
        <>
          {remove.isError && (
            <Note tone="bad" title="Not deleted">
              {exists ? problemWords(remove.error) : "Someone else has already deleted them."}
            </Note>
          )}
          <WhyField text={reason} onChange={setReason} />
          <Actions>
            <Button
              kind="danger"
              disabled={remove.isPending || !exists}
              onClick={() => send(seen.etag)}
            >
              Delete these limits
            </Button>
            <Button onClick={onDone}>Keep them</Button>
          </Actions>
        </>
      )}
    </Card>
  );
}
