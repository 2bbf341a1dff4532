"use client";
// A sensor's limits over time and its expected interval; managers edit the limits, operators the interval.
import { useState } from "react";
import { useLimits } from "@/data/api/limits";
import { useMe } from "@/data/api/me";
import { SPACE, unitSign } from "@/domain/format";
import { limitDegrees } from "@/domain/verdict";
import { useReading } from "@/data/preferences";
import { may } from "@/domain/roles";
import type { DatedLimits, Sensor } from "@/domain/types";
import { Button } from "@/ui/button";
import { Split } from "@/ui/card";
import { Cell } from "@/ui/cell";
import { Placeholder } from "@/ui/placeholder";
import { Icon } from "@/ui/icon";
import { SkeletonRows } from "@/ui/skeleton";
import table from "@/ui/table.module.css";
import { DatedFailed, DatedTable } from "./dated-table";
import { Written } from "@/parts/moment";
import { momentWords } from "@/parts/install/installation-words";
import { IntervalForm } from "./interval-form";
import { IntervalFact } from "./interval-fact";
import { LimitsChanges } from "./limits-changes";
import { LimitsForm } from "./limits-form";
import { boundsWords, graceWords } from "./limits-words";
import { RemoveLimits } from "./remove-limits";
import classes from "./installations.module.css";

type Doing = { what: "set" | "interval" } | { what: "remove"; since: number } | null;

export function Limits({ sensor, zone }: { sensor: Sensor; zone: string }) {
  const me = useMe().data;
  const { data, error } = useLimits(sensor.id);
  const [doing, setDoing] = useState<Doing>(null);
  const manager = may(me, "manager", sensor.site);
  const done = () => setDoing(null);
  if (!data && error) return <DatedFailed title="The limits could not be loaded" error={error} />;
  if (!data) return <SkeletonRows rows={3} />;
  const chosen = doing?.what === "remove" ? doing.since : null;
  return (
    <Split
      label="Limits"
      card={
        doing?.what === "set" ? (
          <LimitsForm sensor={sensor} limits={data} zone={zone} onDone={done} />
        ) : doing?.what === "interval" ? (
          <IntervalForm sensor={sensor} zone={zone} onDone={done} />
        ) : (
          chosen !== null && (
            <RemoveLimits
              key={chosen}
              sensor={sensor}
              since={chosen}
              limits={data}
              zone={zone}
              onDone={done}
            />
          )
        )
      }
    >
      <div className={classes.head}>
        <p>
          Limits over time, newest first. Each set applies until the next one begins; readings are
          judged by the limits in force at the time.
        </p>
        {manager && <Button onClick={() => setDoing({ what: "set" })}>Set limits</Button>}
      </div>
      {data.items.length === 0 ? (
        <Placeholder icon="unjudged" title="No limits set">
          {manager
            ? "Set a low limit, a high limit or both; they apply from then on."
            : "A site manager can set them. Without limits, this sensor is never out of range."}
        </Placeholder>
      ) : (
        <List
          of={data.items}
          zone={zone}
          manager={manager}
          chosen={chosen}
          onRemove={(since) => setDoing({ what: "remove", since })}
        />
      )}
      <IntervalFact
        sensor={sensor}
        onChange={may(me, "operator", sensor.site) ? () => setDoing({ what: "interval" }) : null}
      />
      <LimitsChanges sensor={sensor.id} zone={zone} />
    </Split>
  );
}

function List({
  of,
  zone,
  manager,
  chosen,
  onRemove,
}: {
  of: DatedLimits[];
  zone: string;
  manager: boolean;
  chosen: number | null;
  onRemove: (since: number) => void;
}) {
  const { unit } = useReading();
  const graced = of.some((limits) => graceWords(limits, unit) !== "");
  const bound = (celsius: number | null) =>
    limitDegrees(celsius, unit) + (celsius === null ? "" : SPACE + unitSign(unit));
  return (
    <DatedTable
      testId="limits"
      zone={zone}
      changing={manager}
      head={
        <>
          <th scope="col">Since</th>
          <th scope="col" className={table.number}>
            Low
          </th>
          <th scope="col" className={table.number}>
            High
          </th>
          {graced && <th scope="col">Excursions</th>}
          <th scope="col">Set by</th>
          <th scope="col">Set at</th>
        </>
      }
    >
      {of.map((limits, number) => (
        <tr key={limits.since} data-since={limits.since} aria-selected={limits.since === chosen}>
          <th scope="row">
            <span className={table.name}>
              <Written at={limits.since} zone={zone}>
                {momentWords(limits.since, zone)}
              </Written>
            </span>
            {number === 0 && (
              <span className={classes.still}>
                <Icon name="ok" />
                in force
              </span>
            )}
          </th>
          <Cell label="Low" className={table.number}>
            {bound(limits.low)}
          </Cell>
          <Cell label="High" className={table.number}>
            {bound(limits.high)}
          </Cell>
          {graced && <Cell label="Excursions">{graceWords(limits, unit) || "count at once"}</Cell>}
          <Cell label="Set by">{limits.set_by_name ?? limits.set_by}</Cell>
          <Cell label="Set at" className={table.muted}>
            <Written at={limits.set_at} zone={zone}>
              {momentWords(limits.set_at - (limits.set_at % 60_000), zone)}
            </Written>
          </Cell>
          {manager && (
            <td className={classes.change}>
              <Button
                kind="bare"
                size="sm"
                aria-label={`Delete ${boundsWords(limits, unit)} since ${momentWords(limits.since, zone)}`}
                onClick={() => onRemove(limits.since)}
              >
                Delete
              </Button>
            </td>
          )}
        </tr>
      ))}
    </DatedTable>
  );
}
