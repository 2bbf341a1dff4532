"use client";
// Creating a site: its name, the web address made from it, and its time zone.
import { useRouter } from "next/navigation";
import { useState, type SubmitEvent } from "react";
import { useMe } from "@/data/api/me";
import { useAllSites, useCreateSite } from "@/data/api/sites";
import { concernsOnly, fieldWords, problemWords } from "@/data/problem-words";
import { slugOf } from "@/domain/slug";
import { AddressField } from "@/parts/address-field";
import { ZoneField } from "@/parts/zone-field";
import { useNow } from "@/time/now";
import { clock } from "@/time/moment";
import { offsetName } from "@/time/zone";
import { browserZone } from "@/time/zones";
import { Button, ButtonLink } from "@/ui/button";
import { Crumbs } from "@/ui/crumbs";
import { Actions, TextField } from "@/ui/field";
import { Note } from "@/ui/note";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";
import { SkeletonRows } from "@/ui/skeleton";
import { ForAdministrators } from "./placeholders";
import { draftErrors, zoneName, type Draft } from "./words";
import classes from "./sites.module.css";

/** The address of this page, which no site can have. */
const OURS = "new";
const FIELDS = ["name", "slug", "time_zone"] as const;

export function NewSitePage() {
  const me = useMe().data;
  if (!me) return <SkeletonRows rows={3} title="New site" />;
  if (!me.admin) return <ForAdministrators />;
  return (
    <div className={classes.narrow}>
      <Crumbs here="New site">
        <PageLink href="/sites">Sites</PageLink>
      </Crumbs>
      <PageTitle title="New site" />
      <NewSite />
    </div>
  );
}

function NewSite() {
  const router = useRouter();
  const sites = useAllSites().data ?? [];
  const create = useCreateSite();
  const now = useNow();
  const [draft, setDraft] = useState<Draft>({ name: "", slug: null });
  const [zone, setZone] = useState(browserZone);
  const [tried, setTried] = useState(false);
  const wrong = draftErrors(draft, new Set([OURS, ...sites.map((site) => site.slug)]));
  /** An address is judged while it is typed; that a name is missing, only after it was submitted. */
  const wrongOf = (field: keyof Draft) =>
    (tried || (field === "slug" && draft.name !== "") ? wrong[field] : undefined) ??
    fieldWords(create.error, field);
  const set = (change: Partial<Draft>) => {
    create.reset();
    setDraft({ ...draft, ...change });
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length > 0) return;
    create.mutate(
      { name: draft.name.trim(), slug: draft.slug ?? slugOf(draft.name), time_zone: zone },
      { onSuccess: (site) => router.push(`/sites/${site.slug}?tab=sensors`) },
    );
  };
  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate data-testid="new-site">
      <TextField
        label="Name"
        name="name"
        autoFocus
        value={draft.name}
        maxLength={200}
        placeholder="Linden Pharmacy"
        wrong={wrongOf("name")}
        onChange={(event) => set({ name: event.target.value })}
      />
      <AddressField
        before="/sites/"
        proposed={slugOf(draft.name)}
        value={draft.slug}
        wrong={wrongOf("slug")}
        onChange={(slug) => set({ slug })}
      />
      <ZoneField
        label="Time zone"
        value={zone}
        wrong={fieldWords(create.error, "time_zone")}
        hint={`It is ${clock(now, zone)} there, ${offsetName(now, zone)}. Days and hours of the site are counted in ${zoneName(zone)}: it can be changed until the site has readings, and is fixed then.`}
        onChange={(next) => {
          create.reset();
          setZone(next);
        }}
      />
      {create.isError && !concernsOnly(create.error, FIELDS) && (
        <Note tone="bad" title="Not created">
          {problemWords(create.error)}
        </Note>
      )}
      <Actions>
        <Button kind="primary" type="submit" disabled={create.isPending}>
          {create.isPending ? "Creating" : "Create site"}
        </Button>
        <ButtonLink href="/sites">Cancel</ButtonLink>
      </Actions>
    </form>
  );
}
