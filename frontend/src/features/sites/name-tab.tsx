"use client";
// A site's name and time zone; administrators change them, archive the site and delete it.
import { useState } from "react";
import { useMe } from "@/data/api/me";
import { useSaveSite } from "@/data/api/sites";
import { hasStatus, problemWords } from "@/data/problem-words";
import { useReading } from "@/data/preferences";
import type { SiteDetail } from "@/domain/types";
import { useNow } from "@/time/now";
import { date } from "@/time/moment";
import { zoneWords } from "@/time/zone";
import { Written } from "@/parts/moment";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { DeleteSite } from "./delete-site";
import { NameForm } from "./name-form";
import classes from "./sites.module.css";

export function NameTab({ site }: { site: SiteDetail }) {
  const me = useMe().data;
  if (!me?.admin) return <About site={site} />;
  return (
    <>
      <section className={classes.section} aria-label="Name and time zone">
        <NameForm key={site.slug} site={site} />
      </section>
      <Archive site={site} />
      <DeleteSite site={site} />
    </>
  );
}

function About({ site }: { site: SiteDetail }) {
  const now = useNow();
  const { zoneOf } = useReading();
  return (
    <section className={classes.section} aria-label="Name and time zone">
      <dl className={classes.facts}>
        <dt>Name</dt>
        <dd>{site.name}</dd>
        <dt>Web address</dt>
        <dd className="mono">{site.slug}</dd>
        <dt>Time zone</dt>
        <dd>{zoneWords(now, site.time_zone)}</dd>
        <dt>Created</dt>
        <dd>
          <Written at={site.created} zone={zoneOf(site.time_zone)}>
            {date(site.created, zoneOf(site.time_zone), true)}
          </Written>
        </dd>
      </dl>
      <p>Administrators change the name and the time zone.</p>
    </section>
  );
}

function Archive({ site }: { site: SiteDetail }) {
  const save = useSaveSite(site.slug);
  const [asked, setAsked] = useState(false);
  const archived = site.archived !== null;
  const send = () =>
    save.mutate(
      { changes: { archived: !archived }, etag: site.etag },
      { onSuccess: () => setAsked(false) },
    );
  return (
    <section className={classes.section} aria-labelledby="archive-site">
      <h2 id="archive-site">{archived ? "Restore this site" : "Archive this site"}</h2>
      <p>
        {archived
          ? "It appears in every list again, with its sensors, devices and grants as they are."
          : "It disappears from the overview, the rail and the lists, for everyone. Nothing is deleted: its devices still deliver, its history stays, and it can be restored at any time."}
      </p>
      {save.isError && (
        <Note tone="bad" title={archived ? "Not restored" : "Not archived"}>
          {hasStatus(save.error, 412)
            ? "Someone else has changed this site. Look at it, and try again."
            : problemWords(save.error)}
        </Note>
      )}
      <Actions>
        {archived ? (
          <Button disabled={save.isPending} onClick={send}>
            <Icon name="replay" />
            Restore site
          </Button>
        ) : asked ? (
          <>
            <Button kind="danger" autoFocus disabled={save.isPending} onClick={send}>
              Archive {site.name}
            </Button>
            <Button onClick={() => setAsked(false)}>Keep it</Button>
          </>
        ) : (
          <Button onClick={() => setAsked(true)}>
            <Icon name="archive" />
            Archive site
          </Button>
        )}
      </Actions>
    </section>
  );
}
