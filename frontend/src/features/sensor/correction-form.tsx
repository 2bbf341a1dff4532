"use client";
// The form that corrects a stretch of readings: what to do, when, why, and what it would change.
import { useState, type SubmitEvent } from "react";
import { useCorrectionPreview, useMakeCorrection } from "@/data/api/corrections";
import { problemWords } from "@/data/problem-words";
import { lengthWords, UNIT_NAMES } from "@/domain/correction-words";
import { count } from "@/domain/format";
import type { Span } from "@/domain/focus";
import type { Correction, Sensor } from "@/domain/types";
import { LabelledMoment } from "@/parts/moment-field";
import { serverNow } from "@/time/server-clock";
import { zoneWords } from "@/time/zone";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { WhyField, reasonOf } from "./why-field";
import { KindFields } from "./correction-kind-fields";
import { Preview } from "./correction-preview";
import { useDraft, type Draft } from "./use-correction-draft";
import { useSettled } from "./use-settled";
import classes from "./correction-dialog.module.css";

/** "Set 12 readings aside": the button says what it does. */
function submitWords({ kind, units, by }: Draft, readings: number | null): string {
  const counted =
    readings === null
      ? "readings"
      : `${count(readings)} ${readings === 1 ? "reading" : "readings"}`;
  if (kind === "set_aside") return `Set ${counted} aside`;
  if (kind === "unit") return `Read ${counted} as ${UNIT_NAMES[units.sentAs]}`;
  return `Shift ${counted}${by === null ? "" : ` by ${lengthWords(by)}`}`;
}

export function CorrectionForm({
  sensor,
  stretch,
  zone,
  onDone,
  onClose,
}: {
  sensor: Sensor;
  stretch: Span;
  zone: string;
  onDone: (correction: Correction) => void;
  onClose: () => void;
}) {
  const draft = useDraft(stretch, zone);
  const [reason, setReason] = useState("");
  const make = useMakeCorrection(sensor.id);
  const { wanted, stretchWrong } = draft;
  const asked = useSettled(wanted);
  const preview = useCorrectionPreview(sensor.id, asked);
  const effect = asked === wanted && !preview.isPlaceholderData ? preview.data : undefined;
  const why = reasonOf(reason);
  const ready = wanted !== null && why !== undefined && effect !== undefined && effect.readings > 0;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (ready && !make.isPending) make.mutate({ ...wanted, reason: why }, { onSuccess: onDone });
  };
  const wrongAt = (end: "from" | "to") =>
    stretchWrong?.end === end ? stretchWrong.words : undefined;
  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate data-testid="correction-form">
      <KindFields draft={draft} zone={zone} />
      <div className={classes.ends}>
        <LabelledMoment
          exact
          label="From"
          name="from"
          zone={zone}
          value={draft.fromText}
          wrong={wrongAt("from")}
          hint={zoneWords(draft.from ?? serverNow(), zone)}
          onChange={draft.typeFrom}
        />
        <LabelledMoment
          exact
          end
          label="Until"
          name="to"
          zone={zone}
          value={draft.toText}
          wrong={wrongAt("to")}
          hint="A reading at this very time stays as it is."
          onChange={draft.typeTo}
        />
      </div>
      {wanted !== null && <Preview of={preview} sensor={sensor} />}
      <WhyField required text={reason} onChange={setReason} />
      {make.isError && (
        <Note tone="bad" title="Not corrected">
          {problemWords(make.error)}
        </Note>
      )}
      <Actions>
        <Button kind="primary" type="submit" disabled={!ready || make.isPending}>
          {make.isPending ? "Saving…" : submitWords(draft, effect?.readings ?? null)}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </Actions>
    </form>
  );
}
