"use client";
// Broker and ingest instances in one line: dropped and waiting messages, subscription, ticks.
import { Sentence } from "@/parts/moment";
import Link from "next/link";
import { useMe } from "@/data/api/me";
import { useNow } from "@/time/now";
import type { Watch } from "@/domain/types";
import { brokerFacts } from "./broker-facts";
import classes from "./broker.module.css";

export function Broker({ watch, zone }: { watch: Watch; zone: string }) {
  const now = useNow();
  const admin = useMe().data?.admin;
  return (
    <section aria-label="Broker and ingest">
      <dl className={classes.strip} data-testid="broker">
        {brokerFacts(watch, now, zone).map((fact) => (
          <div key={fact.key} data-fact={fact.key} data-tone={fact.tone ?? undefined}>
            <dt>{fact.name}</dt>
            <dd className={classes.value}>{fact.value}</dd>
            <dd className={classes.note}>
              <Sentence text={fact.note} times={[fact.at]} zone={zone} />
            </dd>
          </div>
        ))}
      </dl>
      {admin && (
        <Link className="link" href="/devices/broker">
          Accounts of devices at the broker
        </Link>
      )}
    </section>
  );
}
