"use client";
// What was wrong with the system itself, and for how long; for administrators.
import { useEvents } from "@/data/api/events";
import { useMe } from "@/data/api/me";
import { failedTitle } from "@/data/problem-words";
import { usePageZone } from "@/data/zones";
import { Again } from "@/parts/session/again";
import { Button, ButtonLink } from "@/ui/button";
import { Chip, Chips } from "@/ui/chip";
import { PageTitle } from "@/ui/page-title";
import { Placeholder } from "@/ui/placeholder";
import { SkeletonRows } from "@/ui/skeleton";
import { useParam } from "@/ui/use-param";
import classes from "./events-page.module.css";
import { EventTable } from "./event-table";
import { isKind, KINDS } from "./words";

export function EventsPage() {
  const me = useMe().data;
  const [param, setParam] = useParam("kind");
  const kind = isKind(param) ? param : null;
  const query = useEvents(kind, me?.admin === true);
  const events = query.data?.pages.flatMap((page) => page.items);
  usePageZone(null);
  if (me && !me.admin) return <NotForYou />;
  return (
    <>
      <PageTitle
        title="System events"
        about="What was wrong with Isotherm itself, and for how long"
      >
        <ButtonLink href="/ledger">Rejects &amp; ledger</ButtonLink>
      </PageTitle>
      <div className={classes.filters}>
        <Chips label="Kind">
          <Chip pressed={kind === null} onPress={() => setParam(null, "replace")}>
            All
          </Chip>
          {Object.entries(KINDS).map(([key, word]) => (
            <Chip
              key={key}
              pressed={kind === key}
              onPress={() => setParam(kind === key ? null : key, "replace")}
            >
              {word}
            </Chip>
          ))}
        </Chips>
      </div>
      {!events && query.error && <EventsFailed error={query.error} />}
      {!events && !query.error && <SkeletonRows rows={4} />}
      {events?.length === 0 && <NoEvents narrow={kind !== null} onAll={() => setParam(null)} />}
      {events && events.length > 0 && (
        <>
          <EventTable events={events} />
          <p className={classes.foot}>
            Kept for 400 days.
            {query.hasNextPage && (
              <Button
                size="sm"
                disabled={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Older
              </Button>
            )}
          </p>
        </>
      )}
    </>
  );
}

function NotForYou() {
  return (
    <Placeholder
      icon="lock"
      level={1}
      title="System events are for administrators"
      actions={<ButtonLink href="/">Go to overview</ButtonLink>}
    >
      What is wrong now is said at the top of every page.
    </Placeholder>
  );
}

function EventsFailed({ error }: { error: unknown }) {
  return (
    <Placeholder
      icon="alert"
      title={failedTitle(error, "The events could not be loaded")}
      actions={<Again error={error} />}
    >
      The page retries automatically.
    </Placeholder>
  );
}

function NoEvents({ narrow, onAll }: { narrow: boolean; onAll: () => void }) {
  return narrow ? (
    <Placeholder
      icon="filter"
      title="No event of this kind"
      actions={<Button onClick={onAll}>Show all</Button>}
    />
  ) : (
    <Placeholder icon="ok" title="Nothing has been wrong" testId="no-events">
      Interruptions of monitoring, lost messages and differences in the ledger appear here.
    </Placeholder>
  );
}
