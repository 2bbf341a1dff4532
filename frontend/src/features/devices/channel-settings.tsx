"use client";
// The card for a channel's own fault values and its plausible range.
import { useState, type SubmitEvent } from "react";
import { useSaveChannel } from "@/data/api/devices";
import { useReading } from "@/data/preferences";
import { concernsOnly, fieldWords, hasStatus, problemWords } from "@/data/problem-words";
import { unitSign } from "@/domain/format";
import type { Channel, DeviceDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, Pair, TextField } from "@/ui/field";
import classes from "@/ui/form.module.css";
import { Note } from "@/ui/note";
import {
  air,
  changesOf,
  draftErrors,
  draftOf,
  parseFaults,
  usualWords,
  type Draft,
} from "./channel-settings-words";

const FIELDS = { faults: "fault_values", low: "plausible_low", high: "plausible_high" } as const;

export function ChannelSettings({
  device,
  channel,
  onDone,
}: {
  device: DeviceDetail;
  channel: Channel;
  onDone: () => void;
}) {
  const { unit } = useReading();
  const save = useSaveChannel(device.name);
  const [seen, setSeen] = useState(channel);
  const [draft, setDraft] = useState(() => draftOf(channel, unit));
  const [tried, setTried] = useState(false);
  const wrong = draftErrors(draft, unit);
  const usual = usualWords(parseFaults(draft.faults) ?? [], channel.unit ?? "C");
  const raced = hasStatus(save.error, 412);
  const set = (change: Partial<Draft>) => {
    save.reset();
    setDraft({ ...draft, ...change });
  };
  const wrongOf = (field: keyof Draft) =>
    (tried ? wrong[field] : undefined) ?? fieldWords(save.error, FIELDS[field]);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length > 0) return;
    const changes = changesOf(seen, draft, unit);
    if (Object.keys(changes).length === 0) onDone();
    else save.mutate({ seen, changes }, { onSuccess: onDone });
  };
  return (
    <Card title={`Values of ${channel.name}`} onClose={onDone} testId="channel-settings">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <TextField
          label="Own fault values"
          name="faults"
          value={draft.faults}
          wrong={wrongOf("faults")}
          placeholder="none"
          hint="Numbers that this probe sends when it has no temperature, exactly as it sends them, with spaces between them."
          onChange={(event) => set({ faults: event.target.value })}
        />
        {usual !== null && <Note>{usual}</Note>}
        <Pair>
          <TextField
            label={`Plausible from, ${unitSign(unit)}`}
            name="plausible-low"
            inputMode="decimal"
            value={draft.low}
            wrong={wrongOf("low")}
            placeholder="any"
            onChange={(event) => set({ low: event.target.value })}
          />
          <TextField
            label={`to, ${unitSign(unit)}`}
            name="plausible-high"
            inputMode="decimal"
            value={draft.high}
            wrong={wrongOf("high")}
            placeholder="any"
            onChange={(event) => set({ high: event.target.value })}
          />
        </Pair>
        <p className={classes.small}>
          What this probe, where it is, can measure at all. A reading outside is suspect, and does
          not count unless its neighbours make it plausible. The range always holds{" "}
          {air("low", unit)} to {air("high", unit)} and the limits of the sensor. Applies to new
          readings.
        </p>
        {raced && (
          <Note
            tone="bad"
            title="Someone else has changed this channel"
            actions={
              <Actions>
                <Button
                  size="sm"
                  onClick={() => {
                    setSeen(channel);
                    setDraft(draftOf(channel, unit));
                    save.reset();
                  }}
                >
                  Show the current settings
                </Button>
              </Actions>
            }
          />
        )}
        {save.isError && !raced && !concernsOnly(save.error, Object.values(FIELDS)) && (
          <Note tone="bad" title="Not changed">
            {problemWords(save.error)}
          </Note>
        )}
        <Actions>
          <Button kind="primary" type="submit" disabled={save.isPending || raced}>
            Save
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </Actions>
      </form>
    </Card>
  );
}
