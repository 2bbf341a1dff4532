"use client";
// The form for a sensor's name and place. A concurrent edit is shown, not overwritten.
import { useState, type SubmitEvent } from "react";
import { useSaveSensor } from "@/data/api/site-sensors";
import { concernsOnly, fieldWords, hasStatus, problemWords } from "@/data/problem-words";
import type { SensorDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Actions, TextField } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { changesOf, FIELDS, racedWords, type Typed } from "./words";
import classes from "./settings.module.css";

export function SensorForm({ sensor }: { sensor: SensorDetail }) {
  const save = useSaveSensor(sensor.id);
  /** The version that the fields began with; it follows the sensor while nothing is typed. */
  const [seen, setSeen] = useState(sensor);
  const [typed, setTyped] = useState<Typed>({});
  const untouched = Object.keys(typed).length === 0;
  const base = untouched ? sensor : seen;
  const name = typed.name ?? base.name;
  const place = typed.place ?? base.place ?? "";
  const changes = changesOf(base, { name, place });
  const nothing = Object.keys(changes).length === 0;
  const unnamed = name.trim() === "";
  const set = (change: Typed) => {
    if (untouched) setSeen(sensor);
    save.reset();
    setTyped({ ...typed, ...change });
  };
  const reset = () => {
    setTyped({});
    save.reset();
  };
  const send = (etag: string) => save.mutate({ changes, etag }, { onSuccess: () => setTyped({}) });
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!nothing && !unnamed) send(base.etag);
  };
  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate data-testid="sensor-form">
      <TextField
        label="Name"
        name="name"
        value={name}
        maxLength={200}
        wrong={unnamed ? "Enter a name." : fieldWords(save.error, "name")}
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label="Place"
        name="place"
        value={place}
        maxLength={200}
        placeholder="Hall B"
        wrong={fieldWords(save.error, "place")}
        hint="Where it is at the site. Links and exports keep the address, whatever it is called."
        onChange={(event) => set({ place: event.target.value })}
      />
      {hasStatus(save.error, 412) ? (
        <Raced
          what="This sensor"
          busy={save.isPending}
          onKeep={reset}
          onSet={() => send(sensor.etag)}
        >
          <p>{racedWords(changes, seen, sensor)}</p>
        </Raced>
      ) : (
        <>
          {save.isError && !concernsOnly(save.error, FIELDS) && (
            <Note tone="bad" title="Not saved">
              {problemWords(save.error)}
            </Note>
          )}
          <Actions>
            <Button kind="primary" type="submit" disabled={save.isPending || nothing || unnamed}>
              Save
            </Button>
            {!nothing && <Button onClick={reset}>Cancel</Button>}
          </Actions>
        </>
      )}
      <p role="status" className="visually-hidden">
        {save.isSuccess && "Saved"}
      </p>
    </form>
  );
}
