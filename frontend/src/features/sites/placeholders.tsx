// Pages of sites without a site, without access, or after a failed request.
import { ApiProblem } from "@/data/api/http";
import { problemWords } from "@/data/problem-words";
import { Button, ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Placeholder } from "@/ui/placeholder";

export function NoSites({ admin, username }: { admin: boolean; username: string }) {
  return admin ? (
    <Placeholder
      icon="sites"
      title="Create your first site"
      testId="empty"
      actions={
        <ButtonLink kind="primary" href="/sites/new">
          <Icon name="plus" />
          New site
        </ButtonLink>
      }
    >
      A site is a place with sensors, such as a pharmacy or a warehouse. It has a time zone, and you
      decide who may see it.
    </Placeholder>
  ) : (
    <Placeholder icon="lock" title="You have no access to any site yet" testId="empty">
      You are signed in as {username}. A manager of a site, or an administrator, can give you a
      role; it takes effect within seconds.
    </Placeholder>
  );
}

export function NoneArchived({ onAll }: { onAll: () => void }) {
  return (
    <Placeholder
      icon="archive"
      title="No archived site"
      actions={<Button onClick={onAll}>Show the sites in use</Button>}
    >
      An archived site is hidden from every list, and its history is kept.
    </Placeholder>
  );
}

export function ForAdministrators() {
  return (
    <Placeholder
      icon="lock"
      level={1}
      title="Sites are created by administrators"
      actions={<ButtonLink href="/sites">All sites</ButtonLink>}
    >
      Ask whoever installed Isotherm, or sign in with an administrator’s account.
    </Placeholder>
  );
}

export function NoSuchSite() {
  return (
    <Placeholder
      icon="search"
      level={1}
      title="Site not found"
      actions={<ButtonLink href="/sites">All sites</ButtonLink>}
    >
      It may have been deleted, or you have no role there. Ask the person who sent you the link who
      manages it.
    </Placeholder>
  );
}

export function Failed({
  title,
  error,
  level = 2,
}: {
  title: string;
  error: unknown;
  level?: 1 | 2;
}) {
  return (
    <Placeholder
      icon="alert"
      level={level}
      title={title}
      note={
        error instanceof ApiProblem && error.requestId ? `Request ${error.requestId}` : undefined
      }
    >
      {problemWords(error)} The page retries automatically.
    </Placeholder>
  );
}
