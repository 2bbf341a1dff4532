"use client";
// The confirmation to take access away, with what it changes for them.
import { useState } from "react";
import { useRemoveGrant } from "@/data/api/grants";
import { hasStatus, problemWords } from "@/data/problem-words";
import { ROLE_NAMES } from "@/domain/roles";
import type { Grant, SiteAccess, SiteDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { recipientName, removalWords } from "./access-words";

export function RemoveGrant({
  site,
  grant,
  access,
  onDone,
}: {
  site: SiteDetail;
  grant: Grant;
  access: SiteAccess | undefined;
  onDone: () => void;
}) {
  const remove = useRemoveGrant(site.slug);
  const [seen] = useState(grant);
  const send = (etag: string) => remove.mutate({ grant, etag }, { onSuccess: onDone });
  return (
    <Card
      title={`Take access away from ${recipientName(grant)}?`}
      onClose={onDone}
      testId="remove-grant"
    >
      <p>{removalWords(grant, site.name, access)}</p>
      {hasStatus(remove.error, 412) ? (
        <Raced
          what="This grant"
          busy={remove.isPending}
          onKeep={onDone}
          onSet={() => send(grant.etag)}
        >
          <p>
            {problemWords(remove.error)} You were removing the role {ROLE_NAMES[seen.role]}.
          </p>
        </Raced>
      ) : (
        <>
          {remove.isError && (
            <Note tone="bad" title="Not removed">
              {problemWords(remove.error)}
            </Note>
          )}
          <Actions>
            <Button
              kind="danger"
              autoFocus
              disabled={remove.isPending}
              onClick={() => send(seen.etag)}
            >
              Take access away
            </Button>
            <Button onClick={onDone}>Keep it</Button>
          </Actions>
        </>
      )}
    </Card>
  );
}
