"use client";
// The first step: what the device is called, and where it is.
import { useEffect, useRef } from "react";
import { problemWords } from "@/data/problem-words";
import type { Registered } from "@/domain/types";
import { topicOf, ONE_PROBE } from "@/domain/snippets/target";
import { ZoneField } from "@/parts/zone-field";
import { Button } from "@/ui/button";
import { Actions, Pair, SelectField, TextField } from "@/ui/field";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import { NEW_SITE, nameOf } from "./draft";
import classes from "./name-step.module.css";
import { useNameForm } from "./use-name-form";

export function NameStep({
  site,
  onDone,
}: {
  /** The site of the address. */
  site: string | null;
  onDone: (registered: Registered) => void;
}) {
  const form = useNameForm(site, onDone);
  const { draft, set, wrong, sites, admin } = form;
  const first = useRef<HTMLInputElement>(null);
  const isNew = draft.site === NEW_SITE;
  const name = nameOf(draft);
  useEffect(() => {
    if (form.loaded) first.current?.focus();
  }, [form.loaded, isNew]);
  if (!form.loaded) return <SkeletonRows rows={3} />;
  return (
    <form className={classes.form} onSubmit={form.onSubmit} noValidate data-testid="name-step">
      {sites.length > 0 && (
        <SelectField
          label="Site"
          name="site"
          value={draft.site}
          wrong={wrong.site}
          onChange={(event) => set({ site: event.target.value })}
        >
          {draft.site === "" && <option value="">Choose a site</option>}
          {sites.map(({ slug, name: text }) => (
            <option key={slug} value={slug}>
              {text}
            </option>
          ))}
          {admin && <option value={NEW_SITE}>New site…</option>}
        </SelectField>
      )}
      {isNew && (
        <Pair>
          <TextField
            ref={first}
            label="Site name"
            name="site-name"
            value={draft.siteName}
            maxLength={200}
            wrong={wrong.siteName}
            placeholder="Linden Pharmacy"
            hint="A place with one time zone, such as a building."
            onChange={(event) => set({ siteName: event.target.value })}
          />
          <ZoneField
            label="Time zone of the site"
            value={draft.zone}
            wrong={wrong.zone}
            hint="Days begin by its clock. It can be changed until the first day is summed up."
            onChange={(zone) => set({ zone })}
          />
        </Pair>
      )}
      <TextField
        ref={isNew ? undefined : first}
        label="Device label"
        name="label"
        value={draft.label}
        maxLength={100}
        wrong={wrong.label}
        placeholder="Vaccine fridge"
        hint="What people call it. It can be changed at any time."
        onChange={(event) => set({ label: event.target.value })}
      />
      <TextField
        label="MQTT name"
        name="name"
        className="mono"
        value={name}
        maxLength={64}
        spellCheck={false}
        autoCapitalize="none"
        wrong={wrong.name}
        placeholder="vaccine-fridge"
        hint={
          <>
            Its user name at the broker, and part of its topic{" "}
            <code>{topicOf({ device: name || "…", channel: ONE_PROBE })}</code>. It never changes.
          </>
        }
        onChange={(event) => set({ name: event.target.value })}
      />
      {form.takeOver && (
        <Note
          title="Is it this device?"
          actions={
            <Actions>
              <Button size="sm" disabled={form.busy} onClick={form.takeOver}>
                Take it over
              </Button>
            </Actions>
          }
        >
          A device named {name} sends already. Taken over, it gets this site and a new password, and
          what it has sent stays.
        </Note>
      )}
      {form.error && !form.said && (
        <Note tone="bad" title="Not created">
          {problemWords(form.error)}
        </Note>
      )}
      <Actions>
        <Button kind="primary" type="submit" disabled={form.busy}>
          {form.busy ? "Creating…" : isNew ? "Create site and device" : "Create device"}
        </Button>
      </Actions>
    </form>
  );
}
