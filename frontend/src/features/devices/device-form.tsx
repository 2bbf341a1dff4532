"use client";
// The form for a device's details; a concurrent edit is shown, not overwritten.
import { Select } from "@mantine/core";
import { useState, type SubmitEvent } from "react";
import { useSaveDevice } from "@/data/api/devices";
import { useMe } from "@/data/api/me";
import { useSites } from "@/data/api/sites";
import type { Device } from "@/domain/types";
import { hasStatus, problemWords } from "@/data/problem-words";
import { may } from "@/domain/roles";
import { zoneChoices } from "@/time/zones";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, Field, NotesField, SelectField, TextField } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { FOR_OPERATORS, draftOf, racedWords, changesOf, type Draft } from "./words";
import classes from "./device-form.module.css";

export function DeviceForm({ device, onDone }: { device: Device; onDone: () => void }) {
  const me = useMe().data;
  const sites = (useSites().data ?? []).filter(
    (site) => site.slug === device.site || may(me, "manager", site.slug),
  );
  const save = useSaveDevice(device.name);
  const [seen] = useState(device);
  const [draft, setDraft] = useState<Draft>(() => draftOf(device));
  const manager = device.role === "manager";
  const changes = changesOf(seen, draft);
  const closed = (key: keyof Draft) => !manager && !FOR_OPERATORS.has(key);
  const field = (key: keyof Draft) => ({
    name: key,
    value: draft[key],
    disabled: closed(key),
    maxLength: key === "notes" ? 4000 : 100,
    onChange: (event: { target: { value: string } }) =>
      setDraft({ ...draft, [key]: event.target.value }),
  });
  const send = (etag: string) => save.mutate({ changes, etag }, { onSuccess: onDone });
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    send(seen.etag);
  };
  return (
    <Card title={`Edit ${device.name}`} onClose={onDone} testId="device-form">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        {!manager && (
          <p className={classes.small}>
            As an operator you can change the label and the notes. Only managers of its home site
            can change the rest.
          </p>
        )}
        <TextField label="Label" {...field("label")} placeholder={device.name} />
        <SelectField
          label="Home site"
          {...field("site")}
          hint={
            device.site === null
              ? "The site’s operators can then install its channels."
              : "Moving it requires the manager role at both sites."
          }
        >
          {(device.site === null || me?.admin) && <option value="">none yet</option>}
          {sites.map((site) => (
            <option key={site.slug} value={site.slug}>
              {site.name}
            </option>
          ))}
        </SelectField>
        <Field
          label="Device time zone"
          hint="For a device that sends local times without an offset. Readings rejected for that reason can be replayed afterwards."
        >
          <Select
            aria-label="Device time zone"
            searchable
            clearable
            data={zoneChoices(draft.time_zone)}
            value={draft.time_zone || null}
            disabled={closed("time_zone")}
            size="sm"
            limit={200}
            placeholder="not set"
            nothingFoundMessage="No zone matches"
            comboboxProps={{ shadow: "md" }}
            onChange={(zone) => setDraft({ ...draft, time_zone: zone ?? "" })}
          />
        </Field>
        <TextField label="Model" {...field("model")} />
        <TextField label="Serial number" {...field("serial")} />
        <TextField label="Firmware" {...field("firmware")} />
        <NotesField label="Notes" {...field("notes")} />
        {hasStatus(save.error, 412) ? (
          <Raced
            what="This device"
            busy={save.isPending}
            onKeep={onDone}
            onSet={() => send(device.etag)}
          >
            <p>{racedWords(changes, seen, device)}</p>
          </Raced>
        ) : (
          <>
            {save.isError && (
              <Note tone="bad" title="Not saved">
                {problemWords(save.error)}
              </Note>
            )}
            <Actions>
              <Button
                kind="primary"
                type="submit"
                disabled={save.isPending || Object.keys(changes).length === 0}
              >
                Save
              </Button>
              <Button onClick={onDone}>Cancel</Button>
            </Actions>
          </>
        )}
      </form>
    </Card>
  );
}
