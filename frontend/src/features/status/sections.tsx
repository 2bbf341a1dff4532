"use client";
// The facts of the status: broker, database, history, certificate, backups, and from where it is observed.
import Link from "next/link";
import type { ReactNode } from "react";
import { count, size } from "@/domain/format";
import type { Status } from "@/domain/types";
import { Moment } from "@/parts/moment";
import { duration } from "@/time/duration";
import { dayAndTime, fullText } from "@/time/moment";
import { useNow } from "@/time/now";
import type { Zone } from "@/time/zoned";
import { rolledTo, utcDay } from "./finding-words";
import classes from "./status-page.module.css";

type Fact = [name: string, value: ReactNode];

function Section({
  title,
  facts,
  children,
}: {
  title: string;
  facts: Fact[];
  children?: ReactNode;
}) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2>{title}</h2>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}

export function BrokerSection({ broker, zone }: { broker: Status["broker"]; zone: Zone }) {
  const since = broker.since !== null && <Moment at={broker.since} zone={zone} />;
  const facts: Fact[] = [
    ["Program", broker.version ?? "not reported"],
    [
      "Connection",
      broker.since === null ? (
        "not seen by a worker yet"
      ) : broker.watched ? (
        <>
          {broker.connected ? "connected" : "lost"} since {since}
        </>
      ) : (
        <>unknown since {since}: nobody watches</>
      ),
    ],
    ["Clients", known(broker.clients)],
    ["Waiting messages", known(broker.queued)],
    [
      "Dropped messages",
      `${count(broker.dropped_hour)} in the last hour, ${count(broker.dropped_day)} in 24 hours`,
    ],
  ];
  return (
    <Section title="Broker" facts={facts}>
      <Link className="link" href="/devices/broker">
        Accounts of devices
      </Link>
    </Section>
  );
}

export function DatabaseSection({ database, zone }: { database: Status["database"]; zone: Zone }) {
  const { partitions, growth_bytes: growth, reading_bytes: readings, sampled } = database;
  const ahead = partitions.ahead === null ? "" : `, ${days(partitions.ahead)} ahead`;
  return (
    <Section
      title="Database"
      facts={[
        ["Program", `PostgreSQL ${database.version}, schema ${database.revision}`],
        ["Size", size(database.bytes)],
        [
          "Raw readings",
          // an hour old at most, while the size is that of now
          readings === null || sampled === null ? (
            "not sampled yet"
          ) : (
            <>
              {size(readings)} at <Moment at={sampled} zone={zone} />
            </>
          ),
        ],
        ["Growth", growth === null ? "known after a day" : `${size(growth)} a day`],
        [
          "Partitions",
          partitions.first === null || partitions.last === null
            ? "none"
            : `${utcDay(partitions.first)} to ${utcDay(partitions.last)} (${days(partitions.count)}${ahead})`,
        ],
        [
          "Kept",
          database.raw_days === null
            ? "unknown until a worker runs"
            : `raw readings ${days(database.raw_days)}, hours for ever`,
        ],
        ["Connections", `${count(database.connections)} of ${count(database.max_connections)}`],
      ]}
    />
  );
}

export function HistorySection({ status, zone }: { status: Status; zone: Zone }) {
  const { history } = status;
  const to = rolledTo(status);
  return (
    <Section
      title="History"
      facts={[
        ["Rolled up to", to === null ? "nothing yet" : <Moment at={to} zone={zone} />],
        ["Sensors behind", count(history.behind)],
        ["To compute again", history.dirty === 1 ? "1 range" : `${count(history.dirty)} ranges`],
        [
          "Closed to",
          history.closed === null ? "never" : <Moment at={history.closed} zone={zone} />,
        ],
      ]}
    />
  );
}

export function CertificateSection({
  certificate,
  zone,
}: {
  certificate: Status["certificate"];
  zone: Zone;
}) {
  const now = useNow();
  if (certificate === null)
    return (
      <Section
        title="Certificate"
        facts={[["Broker", "worker knows of no listener with TLS to look at"]]}
      />
    );
  const { expires } = certificate;
  return (
    <Section
      title="Certificate"
      facts={[
        ["Shown at", certificate.address ?? "unknown"],
        ["Accepted", certificate.error === null ? "yes" : `no: ${certificate.error}`],
        [
          "Expires",
          expires === null ? (
            "unknown"
          ) : (
            <>
              <Moment at={expires} zone={zone} as={fullText} />
              {expires > now ? `, in ${duration(expires - now)}` : ""}
            </>
          ),
        ],
        ["Looked at", <Moment key="checked" at={certificate.checked} zone={zone} />],
      ]}
    />
  );
}

export function BackupSection({ backups, zone }: { backups: Status["backups"]; zone: Zone }) {
  const { good, last } = backups;
  const limit = backups.oldest_hours * 3_600_000;
  return (
    <Section
      title="Backup"
      facts={[
        [
          "Last good",
          good === null ? (
            "none"
          ) : (
            <>
              <Moment at={good.started} zone={zone} as={dayAndTime} />
              {good.bytes !== null && `, ${size(good.bytes)}`}
            </>
          ),
        ],
        [
          "Last run",
          last === null ? (
            "none"
          ) : (
            <>
              <Moment at={last.started} zone={zone} as={dayAndTime} />,{" "}
              {last.ok === null ? "not finished" : last.ok ? "good" : "failed"}
              {last.ok === false && last.message && `: ${last.message}`}
            </>
          ),
        ],
        ["May be as old as", limit === 0 ? "anything" : duration(limit)],
      ]}
    />
  );
}

export function ObserverSection({ observers }: { observers: Status["observers"] }) {
  const { metrics, grafana } = observers;
  return (
    <Section
      title="Observed from"
      facts={[
        ["Logs", observers.logs === null ? "standard output alone" : `Loki at ${observers.logs}`],
        ["Traces", observers.traces ?? "off"],
        [
          "Metrics",
          metrics === null
            ? "no Prometheus is set: its alerts are not shown here"
            : `Prometheus at ${metrics}${observers.prometheus_error === null ? "" : ", which does not answer"}`,
        ],
        [
          "Dashboards",
          grafana === null ? (
            "no Grafana is set"
          ) : (
            <a key="grafana" className="link" href={grafana} rel="noreferrer" target="_blank">
              Open Grafana
            </a>
          ),
        ],
      ]}
    />
  );
}

const known = (number: number | null) => (number === null ? "unknown" : count(number));
const days = (number: number) => (number === 1 ? "1 day" : `${count(number)} days`);
