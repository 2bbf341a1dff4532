"use client";
// Who may see a site: grants of people and groups, whom they let in and why, and what a role may do.
import { useState } from "react";
import { useGrants, useSiteAccess } from "@/data/api/grants";
import type { Grant, SiteDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Split } from "@/ui/card";
import { Chip, Chips } from "@/ui/chip";
import { Icon } from "@/ui/icon";
import { Placeholder } from "@/ui/placeholder";
import { SkeletonRows } from "@/ui/skeleton";
import { shownGrants, type Show } from "./access-words";
import { FindField } from "./find-field";
import { GrantCard } from "./grant-card";
import { GrantsTable } from "./grants-table";
import { Failed } from "./placeholders";
import { RemoveGrant } from "./remove-grant";
import { RoleTable } from "./role-table";
import { WhoMaySee } from "./who-may-see";
import classes from "./access.module.css";

type Doing = { what: "grant" } | { what: "remove"; id: number } | null;

export function AccessTab({ site }: { site: SiteDetail }) {
  const { data: grants, error } = useGrants(site.slug);
  const access = useSiteAccess(site.slug);
  const [doing, setDoing] = useState<Doing>(null);
  const [show, setShow] = useState<Show>("all");
  const [text, setText] = useState("");
  const done = () => setDoing(null);
  if (!grants)
    return error ? (
      <Failed title="The grants could not be loaded" error={error} />
    ) : (
      <SkeletonRows rows={4} />
    );
  const groups = grants.filter((grant) => grant.group !== null).length;
  const shown = shownGrants(grants, show, text);
  const removed =
    doing?.what === "remove" ? grants.find((grant) => grant.id === doing.id) : undefined;
  const chip = (key: Show, name: string, number: number) => (
    <Chip pressed={show === key} number={number} onPress={() => setShow(key)}>
      {name}
    </Chip>
  );
  const give = (
    <Button kind="primary" onClick={() => setDoing({ what: "grant" })}>
      <Icon name="plus" />
      Grant access
    </Button>
  );
  return (
    <Split
      label="Access"
      card={
        doing?.what === "grant" ? (
          <GrantCard site={site} grants={grants} onDone={done} />
        ) : (
          removed && (
            <RemoveGrant
              key={removed.id}
              site={site}
              grant={removed}
              access={access.data}
              onDone={done}
            />
          )
        )
      }
    >
      <div className={classes.bar}>
        {grants.length > 0 && (
          <>
            <FindField value={text} onChange={setText} />
            <Chips label="Filter grants">
              {chip("all", "All", grants.length)}
              {chip("people", "People", grants.length - groups)}
              {chip("groups", "Groups", groups)}
            </Chips>
          </>
        )}
        <span className={classes.note}>Administrators are managers everywhere and not listed.</span>
        {grants.length > 0 && give}
      </div>
      {grants.length === 0 && (
        <Placeholder icon="group" title="No grants yet" testId="no-grants" actions={give}>
          Only administrators see this site. Give a person or a group a role, also before they have
          signed in for the first time.
        </Placeholder>
      )}
      {grants.length > 0 && shown.length === 0 && (
        <Placeholder
          icon="filter"
          title="No grant matches"
          actions={
            <Button
              onClick={() => {
                setShow("all");
                setText("");
              }}
            >
              Show all {grants.length}
            </Button>
          }
        >
          Names, e-mail addresses and groups are searched. Somebody whom a group lets in is listed
          below.
        </Placeholder>
      )}
      {shown.length > 0 && (
        <GrantsTable
          site={site}
          grants={shown}
          all={grants}
          access={access.data}
          chosen={removed?.id ?? null}
          onRemove={(grant: Grant) => setDoing({ what: "remove", id: grant.id })}
        />
      )}
      <div className={classes.columns}>
        <WhoMaySee access={access.data} error={access.error} />
        <RoleTable />
      </div>
    </Split>
  );
}
