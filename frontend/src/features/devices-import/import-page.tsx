"use client";
// Registering many devices at once: a table is pasted or chosen, checked, and registered as a whole or not at all.
import Link from "next/link";
import { useState } from "react";
import { useImportCheck, useImportDevices } from "@/data/api/device-import";
import { useMe } from "@/data/api/me";
import { useSites } from "@/data/api/sites";
import { problemWords } from "@/data/problem-words";
import { may, mayAnywhere } from "@/domain/roles";
import { Button, ButtonLink } from "@/ui/button";
import { Crumbs } from "@/ui/crumbs";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { PageTitle } from "@/ui/page-title";
import { Placeholder } from "@/ui/placeholder";
import { CheckedRows } from "./checked-rows";
import { CredentialsFile } from "./credentials-file";
import { TableField } from "./table-field";
import { rowCount } from "./template";
import classes from "./import-page.module.css";

export function ImportPage() {
  const me = useMe().data;
  if (me && !mayAnywhere(me, "manager")) return <ForManagers />;
  return (
    <>
      <Crumbs here="Import from CSV">
        <Link href="/devices">Devices</Link>
      </Crumbs>
      <PageTitle title="Import devices from CSV" about="All of them are registered, or none" />
      <Import />
    </>
  );
}

function Import() {
  const me = useMe().data;
  const sites = useSites().data ?? [];
  const [text, setText] = useState("");
  const check = useImportCheck();
  const register = useImportDevices();
  // The check is about the text that it was given; after an edit it counts no more.
  const rows = check.variables === text && check.data ? check.data.rows : null;
  const wrong = rows?.filter(({ ok }) => !ok).length ?? 0;
  const ready = rows !== null && rows.length > 0 && wrong === 0;
  const change = (next: string) => {
    setText(next);
    register.reset();
  };
  const site = sites.find(({ slug }) => may(me, "manager", slug))?.slug ?? "my-site";
  if (register.data)
    return (
      <CredentialsFile
        file={register.data}
        onAgain={() => {
          setText("");
          register.reset();
          check.reset();
        }}
      />
    );
  const failed = register.error ?? check.error;
  return (
    <div className={classes.page}>
      <TableField
        text={text}
        site={site}
        busy={register.isPending}
        onText={change}
        onFile={(content) => {
          change(content);
          check.mutate(content);
        }}
      />
      <Actions>
        <Button
          kind={ready ? "plain" : "primary"}
          disabled={text.trim() === "" || check.isPending || register.isPending}
          onClick={() => check.mutate(text)}
        >
          {check.isPending ? "Checking…" : "Check"}
        </Button>
        <Button
          kind={ready ? "primary" : "plain"}
          disabled={!ready || register.isPending}
          onClick={() =>
            // What is wrong since the check, such as a name that was taken, is shown by its row.
            register.mutate(text, { onError: () => check.mutate(text) })
          }
        >
          {register.isPending
            ? `Registering ${rowCount(text).toLocaleString("en")} devices…`
            : ready
              ? `Register ${rows.length.toLocaleString("en")} ${rows.length === 1 ? "device" : "devices"}`
              : "Register"}
        </Button>
      </Actions>
      {register.isPending && (
        <progress className={classes.progress} aria-label="Registering the devices" />
      )}
      {failed && (
        <Note
          level={2}
          tone="bad"
          title={register.isError ? "Nothing was registered" : "The table could not be checked"}
        >
          {problemWords(failed)} Your table is kept.
        </Note>
      )}
      {rows && <CheckedRows rows={rows} />}
    </div>
  );
}

function ForManagers() {
  return (
    <Placeholder
      icon="lock"
      level={1}
      title="Devices are registered by managers"
      actions={<ButtonLink href="/devices">All devices</ButtonLink>}
    >
      You need the manager role at a site to register its devices.
    </Placeholder>
  );
}
