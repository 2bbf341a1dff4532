"use client";
// Giving a person or a group a role: found by name, also before their first login.
import { useState, type SubmitEvent } from "react";
import { useAddGrant } from "@/data/api/grants";
import { problemWords } from "@/data/problem-words";
import { ROLES, ROLE_NAMES, type Role } from "@/domain/roles";
import type { Grant, SiteDetail } from "@/domain/types";
import { Avatar } from "@/ui/avatar";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, SelectField } from "@/ui/field";
import { Note } from "@/ui/note";
import type { Candidate } from "./access-words";
import { RecipientField } from "./recipient-field";
import classes from "./grant-card.module.css";

const HINTS: Record<Role, string> = {
  viewer: "Sees sensors, graphs and statistics, and exports them.",
  operator: "Also names sensors, installs channels and replaces devices.",
  manager: "Also sets limits, connects devices and grants access.",
};

export function GrantCard({
  site,
  grants,
  onDone,
}: {
  site: SiteDetail;
  grants: Grant[];
  onDone: () => void;
}) {
  const add = useAddGrant(site.slug);
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [role, setRole] = useState<Role>("viewer");
  const [tried, setTried] = useState(false);
  const [given, setGiven] = useState<string | null>(null);
  const choose = (candidate: Candidate | null) => {
    add.reset();
    setGiven(null);
    setChosen(candidate);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (!chosen) return;
    add.mutate(
      { site: site.slug, role, ...chosen.to },
      {
        onSuccess: () => {
          setGiven(`${chosen.name} is ${ROLE_NAMES[role]} at ${site.name}.`);
          setChosen(null);
          setTried(false);
        },
      },
    );
  };
  return (
    <Card title="Grant access" onClose={onDone} testId="grant-card">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        {given !== null && <Note tone="good" title={given} />}
        {chosen ? (
          <div className={classes.chosen} data-testid="chosen">
            <Avatar name={chosen.name} group={"group" in chosen.to} />
            <span>
              <b>{chosen.name}</b>
              <small>{chosen.about}</small>
            </span>
            <Button
              kind="bare"
              size="sm"
              autoFocus
              aria-label={`Change ${chosen.name}`}
              title="Choose somebody else"
              onClick={() => choose(null)}
            >
              Change
            </Button>
          </div>
        ) : (
          <RecipientField
            site={site.slug}
            grants={grants}
            wrong={tried ? "Choose a person or a group." : null}
            onChoose={choose}
          />
        )}
        <SelectField
          label="Role"
          name="role"
          value={role}
          hint={HINTS[role]}
          onChange={(event) => setRole(event.target.value as Role)}
        >
          {ROLES.map((choice) => (
            <option key={choice} value={choice}>
              {ROLE_NAMES[choice]}
            </option>
          ))}
        </SelectField>
        {add.isError && (
          <Note tone="bad" title="Not granted">
            {problemWords(add.error)}
          </Note>
        )}
        <Actions>
          <Button kind="primary" type="submit" disabled={add.isPending}>
            Grant access
          </Button>
          <Button onClick={onDone}>{given === null ? "Cancel" : "Done"}</Button>
        </Actions>
      </form>
    </Card>
  );
}
