"use client";
// The confirmation to undo a correction, with what it changes.
import { useState } from "react";
import { useUndoCorrection } from "@/data/api/corrections";
import { hasStatus, problemWords } from "@/data/problem-words";
import { isActive } from "@/domain/correction";
import { byWords, doneWords } from "@/domain/correction-words";
import type { Correction, Sensor } from "@/domain/types";
import { momentWords } from "@/parts/install/installation-words";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { UndoEffect } from "./undo-effect";
import { WhyField, reasonOf } from "./why-field";

const AGAIN = {
  set_aside: "They count again in figures and excursions.",
  unit: "Their values are again those that were read first.",
  time: "They return to the times at which they were stored.",
};

export function UndoCorrection({
  sensor,
  of,
  zone,
  onDone,
}: {
  sensor: Sensor;
  of: Correction;
  zone: string;
  onDone: () => void;
}) {
  const undo = useUndoCorrection(sensor.id);
  const [reason, setReason] = useState("");
  // Somebody else was faster: the list, loaded again, says so.
  const gone = !isActive(of);
  return (
    <Card title="Undo this correction?" onClose={onDone} testId="undo-correction">
      <p>
        The readings from {momentWords(of.from, zone)} until {momentWords(of.to, zone)} were{" "}
        {doneWords(of)} by {byWords(of)}: <q>{of.reason}</q>. {AGAIN[of.kind]}
      </p>
      {gone ? (
        <Note tone="bad" title="It is undone already">
          {of.undone_by_name ?? of.undone_by} has undone it.
        </Note>
      ) : (
        <>
          <UndoEffect sensor={sensor} of={of} />
          {undo.isError && (
            <Note
              tone="bad"
              title={hasStatus(undo.error, 404) ? "There is no such correction" : "Not undone"}
            >
              {problemWords(undo.error)}
            </Note>
          )}
          <WhyField text={reason} onChange={setReason} />
          <Actions>
            <Button
              kind="danger"
              disabled={undo.isPending}
              onClick={() =>
                undo.mutate({ id: of.id, reason: reasonOf(reason) }, { onSuccess: onDone })
              }
            >
              {undo.isPending ? "Saving…" : "Undo this correction"}
            </Button>
            <Button onClick={onDone}>Keep it</Button>
          </Actions>
        </>
      )}
    </Card>
  );
}
