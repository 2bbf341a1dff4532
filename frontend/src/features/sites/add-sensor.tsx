"use client";
// A new sensor of a site, without a device yet.
import { useState, type SubmitEvent } from "react";
import { useCreateSensor } from "@/data/api/site-sensors";
import { concernsOnly, fieldWords, problemWords } from "@/data/problem-words";
import { slugOf } from "@/domain/slug";
import type { SiteDetail, Sensor } from "@/domain/types";
import { AddressField } from "@/parts/address-field";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, TextField } from "@/ui/field";
import { Note } from "@/ui/note";
import { draftErrors, type Draft } from "./words";
import classes from "./sites.module.css";

const EMPTY: Draft & { place: string } = { name: "", slug: null, place: "" };

export function AddSensor({
  site,
  sensors,
  onDone,
}: {
  site: SiteDetail;
  sensors: Sensor[];
  onDone: () => void;
}) {
  const create = useCreateSensor(site.slug);
  const [draft, setDraft] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const wrong = draftErrors(draft, new Set(sensors.map((sensor) => sensor.slug)));
  const wrongOf = (field: keyof Draft) =>
    (tried || (field === "slug" && draft.name !== "") ? wrong[field] : undefined) ??
    fieldWords(create.error, field);
  const set = (change: Partial<typeof EMPTY>) => {
    create.reset();
    setDraft({ ...draft, ...change });
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length > 0) return;
    create.mutate(
      {
        site: site.slug,
        name: draft.name.trim(),
        slug: draft.slug ?? slugOf(draft.name),
        place: draft.place.trim() || null,
      },
      { onSuccess: onDone },
    );
  };
  return (
    <Card title="Add a sensor" onClose={onDone} testId="add-sensor">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <TextField
          label="Name"
          name="name"
          autoFocus
          value={draft.name}
          maxLength={200}
          placeholder="Vaccine fridge 2"
          wrong={wrongOf("name")}
          onChange={(event) => set({ name: event.target.value })}
        />
        <AddressField
          before={`${site.slug}/`}
          proposed={slugOf(draft.name)}
          value={draft.slug}
          wrong={wrongOf("slug")}
          onChange={(slug) => set({ slug })}
        />
        <TextField
          label="Place"
          name="place"
          value={draft.place}
          maxLength={200}
          placeholder="Hall B"
          wrong={fieldWords(create.error, "place")}
          hint="A device’s channel is installed on it later, on its page or from the proposals."
          onChange={(event) => set({ place: event.target.value })}
        />
        {create.isError && !concernsOnly(create.error, ["name", "slug", "place"]) && (
          <Note tone="bad" title="Not added">
            {problemWords(create.error)}
          </Note>
        )}
        <Actions>
          <Button kind="primary" type="submit" disabled={create.isPending}>
            Add sensor
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </Actions>
      </form>
    </Card>
  );
}
