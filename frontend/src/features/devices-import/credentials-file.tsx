"use client";
// The one chance to save the passwords of the devices that were just registered.
import { useEffect, useState } from "react";
import { useBroker } from "@/data/api/broker";
import type { Imported } from "@/data/api/device-import";
import { count } from "@/domain/format";
import { Button, ButtonLink } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { downloadCsv } from "./template";
import classes from "./import-page.module.css";

export function CredentialsFile({ file, onAgain }: { file: Imported; onAgain: () => void }) {
  const [saved, setSaved] = useState(false);
  const elsewhere = useBroker().data?.administration === "none";
  const unsaved = !saved && !elsewhere;
  useEffect(() => {
    if (!unsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved]);
  return (
    <section className={classes.page} data-testid="imported" aria-label="Registered">
      <Note
        level={2}
        tone="good"
        title={`${count(file.count)} ${file.count === 1 ? "device" : "devices"} registered`}
      >
        {elsewhere
          ? "Isotherm does not administer this broker: whoever does makes their accounts there."
          : "The broker gets their accounts within the next minutes; each device’s page shows how far its own is."}
      </Note>
      {!elsewhere && (
        <div className={classes.once}>
          <h2>
            <Icon name="alert" />
            Their passwords are shown once
          </h2>
          <p>
            Save the file now. Isotherm keeps only hashes of the passwords; without the file, each
            device needs a new one. Keep the file where nobody else reads it, and delete it once the
            devices have their passwords.
          </p>
          <Actions>
            <Button
              kind={saved ? "plain" : "primary"}
              onClick={() => {
                downloadCsv(file.csv, "isotherm-credentials.csv", file.form);
                setSaved(true);
              }}
            >
              <Icon name={saved ? "check" : "download"} />
              {saved ? "Saved; save again" : "Save the credentials"}
            </Button>
          </Actions>
        </div>
      )}
      <Actions>
        <ButtonLink kind={saved || elsewhere ? "primary" : "plain"} href="/devices">
          Go to the devices
        </ButtonLink>
        <Button disabled={unsaved} onClick={onAgain}>
          Import more
        </Button>
      </Actions>
    </section>
  );
}
