"use client";
// What was refused of the channels that supply the sensor: nothing if there is nothing.
import { useMe } from "@/data/api/me";
import { useRefusals } from "@/data/api/refusals";
import { count } from "@/domain/format";
import { may } from "@/domain/roles";
import { serverNow } from "@/time/server-clock";
import { follows, type Range } from "@/time/range";
import type { Refusal, Sensor } from "@/domain/types";
import { Icon } from "@/ui/icon";
import { PageLink } from "@/ui/page-link";
import { ledgerOf, refusedWords } from "./refusal-words";
import classes from "./refusals.module.css";

export function Refusals({ sensor, range }: { sensor: Sensor; range: Range }) {
  const operator = may(useMe().data, "operator", sensor.site);
  const refusals = (useRefusals(sensor.id, range, serverNow).data ?? []).filter(
    (refusal) => refusal.last_day + refusal.count > 0,
  );
  if (refusals.length === 0) return null;
  const devices = [...new Set(refusals.flatMap((refusal) => refusal.devices))];
  return (
    <section className={classes.refusals} aria-label="Refused readings" data-testid="refusals">
      <Icon name="info" />
      <div>
        <h2>{refusedWords(refusals, follows(range) && range.follow === "24h")}</h2>
        <ul>
          {refusals.map((refusal) => (
            <li key={refusal.reason} data-reason={refusal.reason}>
              <strong>{refusal.title}</strong>
              {refusals.length > 1 && `, ${count(refusal.last_day || refusal.count)}`}
              {`. ${refusal.cure}`}
            </li>
          ))}
        </ul>
        {operator && <Links devices={devices} refusals={refusals} />}
      </div>
    </section>
  );
}

function Links({ devices, refusals }: { devices: string[]; refusals: Refusal[] }) {
  return (
    <p>
      {devices.map((device) => (
        <PageLink key={device} className="link" href={ledgerOf(device, refusals)}>
          Show the rejects of {device}
        </PageLink>
      ))}
    </p>
  );
}
