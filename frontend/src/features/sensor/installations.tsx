"use client";
// The installations of a sensor, newest first; operators replace the device, change times, or delete one.
import { Sentence } from "@/parts/moment";
import Link from "next/link";
import { useState } from "react";
import { useInstallations } from "@/data/api/installations";
import { useMe } from "@/data/api/me";
import { serverNow } from "@/time/server-clock";
import { deviceHref } from "@/domain/device-href";
import { may } from "@/domain/roles";
import type { Installation, Sensor } from "@/domain/types";
import { Button } from "@/ui/button";
import { Split } from "@/ui/card";
import { Cell } from "@/ui/cell";
import { Placeholder } from "@/ui/placeholder";
import { Icon } from "@/ui/icon";
import { SkeletonRows } from "@/ui/skeleton";
import table from "@/ui/table.module.css";
import { DatedFailed, DatedTable } from "./dated-table";
import { EditInstallation } from "@/parts/install/edit-installation";
import { fromWords, lastedWords, momentIn, untilWords } from "@/parts/install/installation-words";
import { ReplaceDevice } from "@/parts/install/replace-device";
import { RemoveInstallation } from "./remove-installation";
import classes from "./installations.module.css";

type Doing = { what: "replace" } | { what: "edit" | "remove"; id: number } | null;

export function Installations({ sensor, zone }: { sensor: Sensor; zone: string }) {
  const me = useMe().data;
  const { data, error } = useInstallations(sensor.id);
  const [doing, setDoing] = useState<Doing>(null);
  const operator = may(me, "operator", sensor.site);
  const done = () => setDoing(null);
  if (!data && error)
    return <DatedFailed title="The installations could not be loaded" error={error} />;
  if (!data) return <SkeletonRows rows={3} />;
  const chosen =
    doing === null || doing.what === "replace"
      ? null
      : (data.find((installation) => installation.id === doing.id) ?? null);
  return (
    <Split
      label="Installations"
      card={
        doing?.what === "replace" ? (
          <ReplaceDevice sensor={sensor} installations={data} zone={zone} onDone={done} />
        ) : chosen && doing?.what === "edit" ? (
          <EditInstallation
            key={chosen.id}
            sensor={sensor}
            installation={chosen}
            zone={zone}
            onDone={done}
          />
        ) : (
          chosen && (
            <RemoveInstallation
              key={chosen.id}
              sensor={sensor}
              installation={chosen}
              zone={zone}
              onDone={done}
            />
          )
        )
      }
    >
      <div className={classes.head}>
        <p>
          Devices that supplied this sensor, newest first. The history continues when a device is
          replaced, even if the change is entered later.
        </p>
        {operator && (
          <Button onClick={() => setDoing({ what: "replace" })}>
            <Icon name="replay" />
            {data.some((installation) => installation.to === null)
              ? "Replace device"
              : "Install a device"}
          </Button>
        )}
      </div>
      {data.length === 0 ? (
        <Placeholder icon="plug" title="No device supplies this sensor">
          {operator
            ? "Install a device’s channel; its readings belong to this sensor from then on."
            : "A site operator can install a device’s channel."}
        </Placeholder>
      ) : (
        <List
          of={data}
          zone={zone}
          operator={operator}
          chosen={chosen?.id ?? null}
          onDo={setDoing}
        />
      )}
    </Split>
  );
}

function List({
  of,
  zone,
  operator,
  chosen,
  onDo,
}: {
  of: Installation[];
  zone: string;
  operator: boolean;
  chosen: number | null;
  onDo: (doing: Doing) => void;
}) {
  return (
    <DatedTable
      testId="installations"
      zone={zone}
      changing={operator}
      head={
        <>
          <th scope="col">Device / channel</th>
          <th scope="col">From</th>
          <th scope="col">Until</th>
          <th scope="col" className={table.number}>
            Duration
          </th>
        </>
      }
    >
      {of.map((installation) => (
        <tr
          key={installation.id}
          data-installation={installation.id}
          aria-selected={installation.id === chosen}
        >
          <th scope="row">
            {operator ? (
              <Link className={`${table.name} mono`} href={deviceHref(installation.device)}>
                {installation.device} / {installation.channel}
              </Link>
            ) : (
              <span className={`${table.name} mono`}>
                {installation.device} / {installation.channel}
              </span>
            )}
          </th>
          <Cell label="From">
            <Sentence
              text={fromWords(installation, zone)}
              times={[installation.from]}
              zone={zone}
              as={momentIn}
            />
          </Cell>
          <Cell label="Until">
            {installation.to === null ? (
              <span className={classes.still}>
                <Icon name="ok" />
                now
              </span>
            ) : (
              <Sentence
                text={untilWords(installation, zone)}
                times={[installation.to]}
                zone={zone}
                as={momentIn}
              />
            )}
          </Cell>
          <Cell label="Duration" className={`${table.number} ${table.muted}`}>
            {lastedWords(installation, serverNow()) ?? "–"}
          </Cell>
          {operator && (
            <td className={classes.change}>
              <Button
                kind="bare"
                size="sm"
                aria-label={`Change times of ${installation.device}/${installation.channel}`}
                onClick={() => onDo({ what: "edit", id: installation.id })}
              >
                Change times
              </Button>
              <Button
                kind="bare"
                size="sm"
                aria-label={`Delete the installation of ${installation.device}/${installation.channel}`}
                onClick={() => onDo({ what: "remove", id: installation.id })}
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
