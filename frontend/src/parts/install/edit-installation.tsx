"use client";
// Changing the start or end of an installation, in the site's zone.
import { useState, type SubmitEvent } from "react";
import { useChangeInstallation } from "@/data/api/installations";
import { refusedWords } from "@/data/conflict-words";
import { hasStatus } from "@/data/problem-words";
import { serverNow } from "@/time/server-clock";
import type { Installation, Sensor } from "@/domain/types";
import { fromField, toField } from "@/time/wall-field";
import { zoneWords } from "@/time/zone";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, TextField } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { changesOf, spanWords } from "./installation-words";
import classes from "@/ui/form.module.css";

export function EditInstallation({
  sensor,
  installation,
  zone,
  onDone,
}: {
  sensor: Sensor;
  installation: Installation;
  zone: string;
  onDone: () => void;
}) {
  const change = useChangeInstallation(sensor.id);
  const field = (at: number | null) => (at === null ? "" : toField(at, zone));
  const [seen] = useState(installation);
  const before = { from: field(seen.from), to: field(seen.to) };
  const [texts, setTexts] = useState(before);
  const changes = changesOf(seen, texts, before, (text) => fromField(text, zone));
  const wanted = { from: seen.from, to: seen.to, ...changes };
  const wrong =
    wanted.from !== null && wanted.to !== null && wanted.to <= wanted.from
      ? "The end must be after the start."
      : null;
  const send = (current: Installation) =>
    change.mutate({ seen: current, changes }, { onSuccess: onDone });
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (wrong === null) send(seen);
  };
  const raced = hasStatus(change.error, 412);
  return (
    <Card title={`${seen.device} / ${seen.channel}`} onClose={onDone} testId="edit-installation">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <TextField
          label="From"
          type="datetime-local"
          name="from"
          value={texts.from}
          hint={texts.from === "" ? "Empty: no start time." : undefined}
          onChange={(event) => setTexts({ ...texts, from: event.target.value })}
        />
        <TextField
          label="Until"
          type="datetime-local"
          name="to"
          value={texts.to}
          wrong={wrong}
          hint={`${texts.to === "" ? "Empty: still installed. " : ""}${zoneWords(serverNow(), zone)}`}
          onChange={(event) => setTexts({ ...texts, to: event.target.value })}
        />
        <p className={classes.small}>
          Readings in this period belong to this sensor. Stored readings are not changed; statistics
          and graphs are recalculated.
        </p>
        {raced ? (
          <Raced
            what="This installation"
            busy={change.isPending}
            onKeep={onDone}
            onSet={() => send(installation)}
          >
            <p>
              It is now {spanWords(installation, zone)}. You were setting {spanWords(wanted, zone)}.
            </p>
          </Raced>
        ) : (
          <>
            {change.isError && (
              <Note
                tone="bad"
                title={
                  hasStatus(change.error, 409)
                    ? "Conflict with another installation"
                    : "Not changed"
                }
              >
                {refusedWords(change.error, zone)}
              </Note>
            )}
            <Actions>
              <Button
                kind="primary"
                type="submit"
                disabled={change.isPending || wrong !== null || Object.keys(changes).length === 0}
              >
                Save times
              </Button>
              <Button onClick={onDone}>Cancel</Button>
            </Actions>
          </>
        )}
      </form>
    </Card>
  );
}
