"use client";
// One device: its details, home site, and channels with the sensors they supply.
import Link from "next/link";
import { useEffect, useState } from "react";
import { useDevice } from "@/data/api/devices";
import { ApiProblem } from "@/data/api/http";
import { age, full } from "@/time/moment";
import { useNow } from "@/time/now";
import type { DeviceDetail } from "@/domain/types";
import { useSiteNames } from "@/data/site-names";
import { Button, ButtonLink } from "@/ui/button";
import { Split } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import { ChannelTaskCard } from "./channel-task";
import type { ChannelTask } from "./channel-sensor";
import { Channels } from "./channels";
import { Connection, useDeviceZone } from "./connection";
import { DeviceForm } from "./device-form";
import { DeviceFailed, NoSuchDevice } from "./placeholders";
import { clockWords, homeWords } from "./words";
import classes from "./device-page.module.css";

export function DevicePage({ name }: { name: string }) {
  const { data: device, error } = useDevice(name);
  const [task, setTask] = useState<ChannelTask | "edit" | null>(null);
  const done = () => setTask(null);
  useEffect(() => {
    document.title = `${name} · Isotherm`;
  }, [name]);
  if (error instanceof ApiProblem && (error.missing || error.status === 403))
    return <NoSuchDevice />;
  if (!device) return error ? <DeviceFailed error={error} /> : <SkeletonRows rows={6} />;
  return (
    <>
      <nav className={classes.crumbs} aria-label="Breadcrumb">
        <Link href="/devices">Devices</Link>
        <Icon name="right" size={12} />
        {device.name}
      </nav>
      <div className={classes.title}>
        <h1>{device.label ?? device.name}</h1>
        <span className={classes.end}>
          <ButtonLink href={`/ledger?device=${encodeURIComponent(device.name)}`}>
            <Icon name="ledger" />
            Rejects
          </ButtonLink>
          <Button onClick={() => setTask("edit")}>Edit</Button>
        </span>
      </div>
      <Split
        card={
          task === "edit" ? (
            <DeviceForm key={device.name} device={device} onDone={done} />
          ) : (
            task && <ChannelTaskCard task={task} device={device} onDone={done} />
          )
        }
      >
        {device.site === null && (
          <div className={classes.note}>
            <Note title="No home site yet">
              Only administrators can install its channels. Once it has a home site, that site’s
              operators can see it and install them.
            </Note>
          </div>
        )}
        <About device={device} />
        <h2 className={classes.head}>Channels</h2>
        <Channels device={device} onDo={setTask} />
      </Split>
    </>
  );
}

function About({ device }: { device: DeviceDetail }) {
  const sites = useSiteNames();
  const zone = useDeviceZone(device);
  const now = useNow();
  const facts: [string, string | null][] = [
    ["MQTT name", device.name],
    ["Home site", homeWords(device, sites)],
    [
      "Device time zone",
      device.time_zone?.replaceAll("_", " ") ?? "not set; times without an offset are rejected",
    ],
    ["Model", device.model],
    ["Serial number", device.serial],
    ["Firmware", device.firmware],
    ["First seen", full(device.created, zone)],
    ["Clock", clockWords(device)],
    ["Notes", device.notes],
  ];
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, what]) => what !== null)
        .map(([name, what]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={name === "MQTT name" ? "mono" : undefined}>{what}</dd>
          </div>
        ))}
      <div>
        <dt>Connection</dt>
        <dd>
          <Connection device={device} zone={zone} />
        </dd>
      </div>
      {device.connection !== null && device.heard !== null && (
        <div>
          <dt>Last reading</dt>
          <dd>received {age(device.heard, now, zone)}</dd>
        </div>
      )}
    </dl>
  );
}
