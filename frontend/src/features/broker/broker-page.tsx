"use client";
// The accounts at the broker beside what the database wants, for administrators.
import { Moment, Sentence } from "@/parts/moment";
import Link from "next/link";
import { useState } from "react";
import { useBroker } from "@/data/api/broker";
import { useAskForAccounts, useBrokerAccounts } from "@/data/api/broker-accounts";
import { useMe } from "@/data/api/me";
import { useReading } from "@/data/preferences";
import { problemWords } from "@/data/problem-words";
import { count } from "@/domain/format";
import type { Broker, BrokerAccounts } from "@/domain/types";
import { fullText } from "@/time/moment";
import { useNow } from "@/time/now";
import { Button, ButtonLink } from "@/ui/button";
import { Facts } from "@/ui/card";
import { Crumbs } from "@/ui/crumbs";
import { Actions } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { PageTitle } from "@/ui/page-title";
import { Placeholder } from "@/ui/placeholder";
import { SkeletonRows } from "@/ui/skeleton";
import { accountStatus } from "./account-words";
import { Differences } from "./differences";
import { RenderHelp } from "./render-help";
import classes from "./broker-page.module.css";

export function BrokerPage() {
  const me = useMe().data;
  const admin = me?.admin === true;
  const broker = useBroker(admin);
  const accounts = useBrokerAccounts(admin);
  if (me && !admin) return <ForAdmins />;
  const error = broker.error ?? accounts.error;
  return (
    <>
      <Crumbs here="Broker accounts">
        <Link href="/devices">Devices</Link>
      </Crumbs>
      <PageTitle title="Broker accounts" about="What devices may log in with" />
      {error && !(broker.data && accounts.data) && (
        <Note level={2} tone="bad" title="The accounts could not be loaded">
          {problemWords(error)} The page retries automatically.
        </Note>
      )}
      {!error && !(broker.data && accounts.data) && <SkeletonRows rows={5} />}
      {broker.data && accounts.data && <Accounts broker={broker.data} accounts={accounts.data} />}
    </>
  );
}

function Accounts({ broker, accounts }: { broker: Broker; accounts: BrokerAccounts }) {
  const now = useNow();
  const { zone } = useReading();
  const status = accountStatus(broker, accounts, now, zone);
  const administered = broker.administration === "mosquitto";
  return (
    <div className={classes.page} data-testid="broker-accounts" data-tone={status.tone}>
      <Note level={2} tone={status.tone === "warn" ? undefined : status.tone} title={status.title}>
        <Sentence
          text={status.text}
          times={[accounts.held, broker.seen, accounts.checked]}
          zone={zone}
        />
      </Note>
      {administered && <Requests accounts={accounts} />}
      <Facts
        of={[
          ["Devices use", <code key="host">{`${broker.host}:${broker.port}`}</code>],
          ["TLS", broker.tls_port === null ? "no listener" : `port ${broker.tls_port}`],
          [
            "Worker",
            broker.seen === null ? (
              "never seen"
            ) : (
              <>
                seen <Moment at={broker.seen} zone={zone} />
              </>
            ),
          ],
          [
            "Compared",
            accounts.checked === null ? (
              "never"
            ) : (
              <Moment key="compared" at={accounts.checked} zone={zone} as={fullText} />
            ),
          ],
          ["Waiting", `${count(accounts.pending)} not at the broker yet`],
          [
            "Generation",
            `${count(accounts.generation)} in the database, ${accounts.broker_generation === null ? "unknown" : count(accounts.broker_generation)} at the broker`,
          ],
        ]}
      />
      {accounts.differences.length > 0 && (
        <Differences of={accounts.differences} count={accounts.count} />
      )}
      {accounts.differences.some(({ cure }) => cure === "render") && <RenderHelp />}
    </div>
  );
}

/** The buttons that ask worker; applying what is held asks once more, as it deletes accounts. */
function Requests({ accounts }: { accounts: BrokerAccounts }) {
  const ask = useAskForAccounts();
  const [confirming, setConfirming] = useState(false);
  const { zone } = useReading();
  const busy = ask.isPending || accounts.wanted !== null;
  const surplus = accounts.differences.filter(({ kind }) => kind === "surplus").length;
  const apply = () => {
    setConfirming(false);
    ask.mutate("apply");
  };
  return (
    <div className={classes.requests}>
      {confirming ? (
        <Note
          level={2}
          title="Apply the database to the broker?"
          actions={
            <Actions>
              <Button kind="primary" disabled={busy} onClick={apply}>
                Apply
              </Button>
              <Button onClick={() => setConfirming(false)}>Cancel</Button>
            </Actions>
          }
        >
          {surplus === 0
            ? "No account is deleted. Devices whose rights or state change are cut off; no other is."
            : `${count(surplus)} ${surplus === 1 ? "account" : "accounts"} that only the broker has will be deleted, and those devices cut off. Devices registered since the backup have to be registered again.`}
        </Note>
      ) : (
        <Actions>
          <Button disabled={busy} onClick={() => ask.mutate("check")}>
            <Icon name="replay" />
            Compare now
          </Button>
          {(accounts.held !== null || accounts.count > 0) && (
            <Button kind="primary" disabled={busy} onClick={() => setConfirming(true)}>
              Apply the database
            </Button>
          )}
        </Actions>
      )}
      <p className={classes.said} role="status">
        {accounts.wanted !== null && (
          <>
            Asked for at <Moment at={accounts.wanted} zone={zone} />; waiting for worker.
          </>
        )}
      </p>
      {ask.isError && (
        <Note level={2} tone="bad" title="Not asked for">
          {problemWords(ask.error)}
        </Note>
      )}
    </div>
  );
}

function ForAdmins() {
  return (
    <Placeholder
      icon="lock"
      level={1}
      title="Broker accounts are for administrators"
      actions={<ButtonLink href="/devices">All devices</ButtonLink>}
    >
      The page of each device shows how far its own account is.
    </Placeholder>
  );
}
