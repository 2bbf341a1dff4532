"use client";
// Deleting a site: first what happens to its readings, sensors and devices, then its address is typed.
import { useRouter } from "next/navigation";
import { useState, type SubmitEvent } from "react";
import { useDeleteSite, useSiteDeletion } from "@/data/api/sites";
import { hasStatus, problemWords } from "@/data/problem-words";
import { useReading } from "@/data/preferences";
import type { SiteDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Actions, TextField } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { deletionWords } from "./words";
import classes from "./sites.module.css";

export function DeleteSite({ site }: { site: SiteDetail }) {
  const [asked, setAsked] = useState(false);
  return (
    <section className={classes.section} aria-labelledby="delete-site">
      <h2 id="delete-site">Delete this site</h2>
      {asked ? (
        <Question site={site} onKeep={() => setAsked(false)} />
      ) : (
        <>
          <p>For a site that was made by mistake. What goes with it is said first.</p>
          <Actions>
            <Button kind="danger" onClick={() => setAsked(true)}>
              <Icon name="trash" />
              Delete site
            </Button>
          </Actions>
        </>
      )}
    </section>
  );
}

function Question({ site, onKeep }: { site: SiteDetail; onKeep: () => void }) {
  const router = useRouter();
  const { zoneOf } = useReading();
  const { data: deletion, error } = useSiteDeletion(site.slug);
  const remove = useDeleteSite(site.slug, () => router.replace("/sites"));
  const [typed, setTyped] = useState("");
  if (!deletion)
    return error ? (
      <Note tone="bad" title="What it holds could not be counted">
        {problemWords(error)} The page retries automatically.
      </Note>
    ) : (
      <p role="status">Counting what it holds</p>
    );
  const right = typed.trim() === site.slug;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (right) remove.mutate({ etag: deletion.etag, confirm: site.slug });
  };
  return (
    <form className={classes.form} onSubmit={onSubmit} data-testid="delete-site">
      <div data-testid="deletion">
        <Note
          tone={deletion.readings ? "bad" : undefined}
          title={deletion.readings ? `${site.name} has a history` : "What goes with it"}
        >
          {deletionWords(deletion, zoneOf(site.time_zone)).join(" ")}
          {deletion.readings &&
            site.archived === null &&
            " To keep the history, archive the site instead."}
        </Note>
      </div>
      <TextField
        label={`Type ${site.slug} to confirm`}
        name="confirm"
        className="mono"
        autoFocus
        spellCheck={false}
        autoCapitalize="none"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {remove.isError && (
        <Note tone="bad" title="Not deleted">
          {hasStatus(remove.error, 412)
            ? "Someone else has changed this site. Look at it, and delete it again."
            : problemWords(remove.error)}
        </Note>
      )}
      <Actions>
        <Button kind="danger" type="submit" disabled={!right || remove.isPending}>
          {remove.isPending ? "Deleting" : `Delete ${site.name}`}
        </Button>
        <Button onClick={onKeep}>Keep it</Button>
      </Actions>
    </form>
  );
}
