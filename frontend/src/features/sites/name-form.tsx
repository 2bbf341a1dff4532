"use client";
// The form for a site's name and, until it has history, its time zone. A concurrent edit is shown, not overwritten.
import { useState, type SubmitEvent } from "react";
import { useSaveSite } from "@/data/api/sites";
import { concernsOnly, fieldWords, hasStatus, problemWords } from "@/data/problem-words";
import type { SiteDetail } from "@/domain/types";
import { ZoneField } from "@/parts/zone-field";
import { useNow } from "@/time/now";
import { clock } from "@/time/moment";
import { offsetName } from "@/time/zone";
import { Button } from "@/ui/button";
import { Actions, TextField } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { racedWords } from "./words";
import classes from "./sites.module.css";

export function NameForm({ site }: { site: SiteDetail }) {
  const save = useSaveSite(site.slug);
  const now = useNow();
  /** The version that the fields began with; it follows the site while nothing is typed. */
  const [seen, setSeen] = useState(site);
  const [typed, setTyped] = useState<{ name?: string; time_zone?: string }>({});
  const base = Object.keys(typed).length === 0 ? site : seen;
  const name = typed.name ?? base.name;
  const zone = typed.time_zone ?? base.time_zone;
  const changes = {
    ...(name.trim() !== base.name && { name: name.trim() }),
    ...(zone !== base.time_zone && { time_zone: zone }),
  };
  const nothing = Object.keys(changes).length === 0;
  const set = (change: typeof typed) => {
    if (Object.keys(typed).length === 0) setSeen(site);
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
    if (!nothing && name.trim() !== "") send(base.etag);
  };
  const fixed = site.zone_fixed
    ? "Fixed: the site has readings, and its days and hours are counted in this zone."
    : "Fixed as soon as the site has readings, since its days and hours are counted in this zone.";
  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate data-testid="site-form">
      <TextField
        label="Name"
        name="name"
        value={name}
        maxLength={200}
        wrong={name.trim() === "" ? "Enter a name." : fieldWords(save.error, "name")}
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label="Web address"
        name="slug"
        className="mono"
        value={site.slug}
        readOnly
        hint="Used in links and exports. It never changes."
      />
      <ZoneField
        label="Time zone"
        value={zone}
        disabled={site.zone_fixed}
        wrong={fieldWords(save.error, "time_zone")}
        hint={`It is ${clock(now, zone)} there, ${offsetName(now, zone)}. ${fixed}`}
        onChange={(next) => set({ time_zone: next })}
      />
      {hasStatus(save.error, 412) ? (
        <Raced what="This site" busy={save.isPending} onKeep={reset} onSet={() => send(site.etag)}>
          <p>{racedWords(changes, seen, site)}</p>
        </Raced>
      ) : (
        <>
          {save.isError && !concernsOnly(save.error, ["name", "time_zone"]) && (
            <Note tone="bad" title="Not saved">
              {problemWords(save.error)}
            </Note>
          )}
          <Actions>
            <Button
              kind="primary"
              type="submit"
              disabled={save.isPending || nothing || name.trim() === ""}
            >
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
