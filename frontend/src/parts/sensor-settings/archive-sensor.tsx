"use client";
// Hiding a sensor from every list while its history stays, and bringing it back.
import { useState } from "react";
import { useSaveSensor } from "@/data/api/site-sensors";
import { hasStatus, problemWords } from "@/data/problem-words";
import type { SensorDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import classes from "./settings.module.css";

export function ArchiveSensor({ sensor }: { sensor: SensorDetail }) {
  const save = useSaveSensor(sensor.id);
  const [asked, setAsked] = useState(false);
  if (sensor.archived !== null)
    return (
      <section className={classes.section} aria-labelledby="restore-sensor">
        <h2 id="restore-sensor">Archived</h2>
        <p>It is hidden from every list. Its history is kept.</p>
        <RestoreSensor sensor={sensor} />
      </section>
    );
  const archive = () =>
    save.mutate(
      { changes: { archived: true }, etag: sensor.etag },
      { onSuccess: () => setAsked(false) },
    );
  return (
    <section className={classes.section} aria-labelledby="archive-sensor">
      <h2 id="archive-sensor">Archive</h2>
      <p>
        For a sensor that is not used any more: it is hidden from every list, its history stays, and
        it can be restored.
      </p>
      <NotDone title="Not archived" error={save.error} />
      <Actions>
        {asked ? (
          <>
            <Button kind="danger" autoFocus disabled={save.isPending} onClick={archive}>
              Archive {sensor.name}
            </Button>
            <Button onClick={() => setAsked(false)}>Keep it</Button>
          </>
        ) : (
          <Button onClick={() => setAsked(true)}>
            <Icon name="archive" />
            Archive sensor
          </Button>
        )}
      </Actions>
    </section>
  );
}

export function RestoreSensor({ sensor }: { sensor: Pick<SensorDetail, "id" | "etag"> }) {
  const save = useSaveSensor(sensor.id);
  return (
    <>
      <NotDone title="Not restored" error={save.error} />
      <Actions>
        <Button
          disabled={save.isPending}
          onClick={() => save.mutate({ changes: { archived: false }, etag: sensor.etag })}
        >
          <Icon name="replay" />
          Restore sensor
        </Button>
      </Actions>
    </>
  );
}

export function NotDone({ title, error }: { title: string; error: unknown }) {
  if (error === null) return null;
  return (
    <Note tone="bad" title={title}>
      {hasStatus(error, 412)
        ? "Someone else has changed this sensor. Look at it, and try again."
        : problemWords(error)}
    </Note>
  );
}
