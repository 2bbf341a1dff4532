"use client";
// The sensors of a site in its own order; operators add, rename, move, archive and delete them.
import { useState } from "react";
import { useMe } from "@/data/api/me";
import { useSiteSensors } from "@/data/api/site-sensors";
import { may } from "@/domain/roles";
import type { SiteDetail, Sensor } from "@/domain/types";
import { SensorSettings } from "@/parts/sensor-settings/settings";
import { Button, ButtonLink } from "@/ui/button";
import { Card, Split } from "@/ui/card";
import { Chip, Chips } from "@/ui/chip";
import { Icon } from "@/ui/icon";
import { Placeholder } from "@/ui/placeholder";
import { SkeletonRows } from "@/ui/skeleton";
import { AddSensor } from "./add-sensor";
import { Failed } from "./placeholders";
import { SensorList } from "./sensor-list";
import { unjudgedWords } from "./sensor-words";
import { useUnjudged } from "./use-unjudged";
import classes from "./sites.module.css";

type Doing = { what: "add" } | { what: "edit"; id: string } | null;

export function SensorsTab({ site }: { site: SiteDetail }) {
  const me = useMe().data;
  const { data, error } = useSiteSensors(site.slug);
  const unjudged = useUnjudged(site.slug);
  const [doing, setDoing] = useState<Doing>(null);
  const [old, setOld] = useState(false);
  const operator = may(me, "operator", site.slug);
  const manager = may(me, "manager", site.slug);
  const used = site.archived === null;
  const done = () => setDoing(null);
  if (!data)
    return error ? (
      <Failed title="The sensors could not be loaded" error={error} />
    ) : (
      <SkeletonRows rows={4} />
    );
  const present = data.filter((sensor) => sensor.archived === null);
  const archived = data.filter((sensor) => sensor.archived !== null);
  const showArchived = old && archived.length > 0;
  const edited = doing?.what === "edit" ? data.find((sensor) => sensor.id === doing.id) : undefined;
  const connect = manager && used && (
    <ButtonLink kind="primary" href={`/devices/connect?site=${site.slug}`}>
      <Icon name="plug" />
      Connect a device
    </ButtonLink>
  );
  const add = operator && used && (
    <Button onClick={() => setDoing({ what: "add" })}>
      <Icon name="plus" />
      Add a sensor
    </Button>
  );
  return (
    <Split
      label="Sensors"
      card={
        doing?.what === "add" ? (
          <AddSensor site={site} sensors={data} onDone={done} />
        ) : (
          edited && (
            <Card key={edited.id} title={edited.name} onClose={done} testId="edit-sensor">
              <SensorSettings id={edited.id} onDeleted={done} />
            </Card>
          )
        )
      }
    >
      {data.length > 0 && (
        <div className={classes.head}>
          <p>
            {operator
              ? "In the order in which the site lists them. A sensor’s history is its own, whichever device supplies it."
              : "In the order in which the site lists them."}
            {unjudged > 0 && ` ${unjudgedWords(unjudged)}`}
          </p>
          <span>
            {add}
            {connect}
          </span>
        </div>
      )}
      {archived.length > 0 && (
        <Chips label="Filter sensors">
          <Chip pressed={!showArchived} number={present.length} onPress={() => setOld(false)}>
            In use
          </Chip>
          <Chip pressed={showArchived} number={archived.length} onPress={() => setOld(true)}>
            Archived
          </Chip>
        </Chips>
      )}
      {data.length === 0 ? (
        <NoSensors add={add} connect={connect} />
      ) : present.length === 0 && !showArchived ? (
        <Placeholder icon="archive" title="All sensors are archived">
          Their history is kept. Restore one, or add another.
        </Placeholder>
      ) : (
        <SensorList
          key={String(showArchived)}
          site={site}
          sensors={showArchived ? archived : present}
          operator={operator}
          movable={!showArchived}
          chosen={edited?.id ?? null}
          onEdit={(sensor: Sensor) => setDoing({ what: "edit", id: sensor.id })}
        />
      )}
    </Split>
  );
}

function NoSensors({ add, connect }: { add: React.ReactNode; connect: React.ReactNode }) {
  return (
    <Placeholder
      icon="plug"
      title="No sensors yet"
      testId="no-sensors"
      actions={
        (connect || add) && (
          <>
            {connect}
            {add}
          </>
        )
      }
    >
      {connect
        ? "Connect a device, and its first message appears here within a second. It takes about two minutes."
        : add
          ? "A manager of this site connects devices. You can add a sensor already, and install a channel on it later."
          : "A manager of this site connects devices; their sensors appear here."}
    </Placeholder>
  );
}
