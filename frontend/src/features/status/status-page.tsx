"use client";
// Whether Isotherm itself is well, and what to do if it is not; for administrators.
import { useMe } from "@/data/api/me";
import { useStatus } from "@/data/api/status";
import { failedTitle, problemWords } from "@/data/problem-words";
import { usePageZone } from "@/data/zones";
import type { Status } from "@/domain/types";
import { Moment } from "@/parts/moment";
import { Again } from "@/parts/session/again";
import { clock } from "@/time/moment";
import { useNow } from "@/time/now";
import type { Zone } from "@/time/zoned";
import { ButtonLink } from "@/ui/button";
import { Note } from "@/ui/note";
import { PageLink } from "@/ui/page-link";
import { PageTitle } from "@/ui/page-title";
import { Placeholder } from "@/ui/placeholder";
import { SkeletonRows } from "@/ui/skeleton";
import { headline, isUrgent, openItems } from "./open-items";
import { OpenList } from "./open-list";
import { PartsTable } from "./parts-table";
import {
  BackupSection,
  BrokerSection,
  CertificateSection,
  DatabaseSection,
  HistorySection,
  ObserverSection,
} from "./sections";
import classes from "./status-page.module.css";

export function StatusPage() {
  const me = useMe().data;
  const { data, error } = useStatus(me?.admin === true);
  const zone = usePageZone(null);
  if (me && !me.admin) return <ForAdmins />;
  return (
    <>
      <PageTitle title="Status" about="How Isotherm itself is, and what to do">
        <ButtonLink href="/events">System events</ButtonLink>
      </PageTitle>
      {!data && error && (
        <Placeholder
          icon="alert"
          title={failedTitle(error, "The status could not be loaded")}
          actions={<Again error={error} />}
        >
          {problemWords(error)} The page retries automatically.
        </Placeholder>
      )}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && <Shown status={data} error={error} zone={zone} />}
    </>
  );
}

function Shown({ status, error, zone }: { status: Status; error: unknown; zone: Zone }) {
  const now = useNow();
  const items = openItems(status, now, zone);
  const urgent = items.filter(isUrgent);
  const rest = items.filter((item) => !isUrgent(item));
  const { tone, title, text } = headline(status, items);
  return (
    <div className={classes.page} data-testid="status" data-state={status.state}>
      {error ? (
        <Note level={2} title="Not up to date">
          {problemWords(error)} What is shown is of{" "}
          <Moment at={status.now} zone={zone} as={(at) => clock(at, zone, true)} />. The page
          retries automatically.
        </Note>
      ) : null}
      <Note level={2} tone={tone === "warn" ? undefined : tone} title={title}>
        {text}
      </Note>
      {urgent.length > 0 && <OpenList items={urgent} zone={zone} label="To act on" />}
      {rest.length > 0 && <OpenList items={rest} zone={zone} label="Notes" />}
      <section aria-labelledby="parts">
        <h2 id="parts">Parts</h2>
        <PartsTable status={status} zone={zone} />
      </section>
      <div className={classes.sections}>
        <BrokerSection broker={status.broker} zone={zone} />
        <DatabaseSection database={status.database} zone={zone} />
        <HistorySection status={status} zone={zone} />
        <BackupSection backups={status.backups} zone={zone} />
        <CertificateSection certificate={status.certificate} zone={zone} />
        <ObserverSection observers={status.observers} />
      </div>
      <p className={classes.foot}>
        As of <Moment at={status.now} zone={zone} as={(at) => clock(at, zone, true)} />, answered by{" "}
        {status.instance} in version{" "}
        <PageLink className="link" href="/about">
          {status.version}
        </PageLink>
        . The page asks again every 15 seconds.
      </p>
    </div>
  );
}

function ForAdmins() {
  return (
    <Placeholder
      icon="lock"
      level={1}
      title="The status is for administrators"
      actions={<ButtonLink href="/">Go to overview</ButtonLink>}
    >
      What is wrong now is said at the top of every page.
    </Placeholder>
  );
}
