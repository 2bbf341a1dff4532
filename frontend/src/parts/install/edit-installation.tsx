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
import { LabelledMoment } from "@/parts/moment-field";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { changesOf, spanWords } from "./installation-words";
import classes from "@/ui/form.module.css";

const UNREAD = "Enter a date and a time.";

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
  // An empty field means no end; one that cannot be read is no choice.
  const [unread, setUnread] = useState({ from: false, to: false });
  const put = (changed: Partial<typeof texts>, typed: string) => {
    setTexts({ ...texts, ...changed });
    const bad = typed.trim() !== "";
    setUnread({
      from: changed.from === undefined ? unread.from : bad && changed.from === "",
      to: changed.to === undefined ? unread.to : bad && changed.to === "",
    });
  };
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
    if (wrong === null && !unread.from && !unread.to) send(seen);
  };
  const raced = hasStatus(change.error, 412);
  return (
    <Card title={`${seen.device} / ${seen.channel}`} onClose={onDone} testId="edit-installation">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <LabelledMoment
          label="From"
          zone={zone}
          name="from"
          value={texts.from}
          wrong={unread.from && UNREAD}
          hint={texts.from === "" ? "Empty: no start time." : undefined}
          onChange={(from, typed) => put({ from }, typed)}
        />
        <LabelledMoment
          label="Until"
          zone={zone}
          name="to"
          value={texts.to}
          wrong={unread.to ? UNREAD : wrong}
          hint={`${texts.to === "" ? "Empty: still installed. " : ""}${zoneWords(serverNow(), zone)}`}
          onChange={(to, typed) => put({ to }, typed)}
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
                disabled={
                  change.isPending ||
                  wrong !== null ||
                  unread.from ||
                  unread.to ||
                  Object.keys(changes).length === 0
                }
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
