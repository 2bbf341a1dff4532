"use client";
// One device: its state and details, its account at the broker, its channels, and what it sent of late.
import { useRouter } from "next/navigation";
import { useEffect, useState, type ReactNode } from "react";
import { useDevice } from "@/data/api/devices";
import { ApiProblem } from "@/data/api/http";
import { useSitesPending } from "@/data/site-names";
import { Zones } from "@/data/zones";
import type { DeviceDetail } from "@/domain/types";
import { Split } from "@/ui/card";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import { About } from "./about";
import { Activity } from "./activity";
import type { ChannelTask } from "./channel-sensor";
import { ChannelTaskCard } from "./channel-task";
import { Channels } from "./channels";
import { CredentialFacts } from "./credential";
import { Diagnosis } from "./diagnosis";
import { DeviceForm } from "./device-form";
import { DeviceHeader, type DeviceTask } from "./device-header";
import { DisableDevice } from "./disable-device";
import { NewPassword } from "./new-password";
import { PasswordShown } from "./password-shown";
import { DeviceFailed, NoSuchDevice } from "./placeholders";
import { RecentRejects } from "./recent-rejects";
import { RemoveDevice } from "./remove-device";
import { RestoreDevice } from "./restore-device";
import { useDeviceZones, useSupplyZone } from "./use-device-zone";
import classes from "./device-page.module.css";

type Task = DeviceTask | ChannelTask;

export function DevicePage({
  name,
  begin = null,
}: {
  name: string;
  /** What the address asks for; only managers can. */
  begin?: DeviceTask | null;
}) {
  const { data: device, error } = useDevice(name);
  const zonesPending = useSitesPending();
  const [task, setTask] = useState<Task | null>(begin);
  // In memory only, until the person who asked for it has it.
  const [password, setPassword] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${name} · Isotherm`;
  }, [name]);
  if (error instanceof ApiProblem && (error.missing || error.status === 403))
    return <NoSuchDevice />;
  if (!device && error) return <DeviceFailed error={error} />;
  if (!device || zonesPending) return <SkeletonRows rows={6} title={name} />;
  return (
    <PageZones device={device}>
      <DeviceHeader device={device} onDo={setTask} />
      {password !== null && (
        <PasswordShown device={device} password={password} onDone={() => setPassword(null)} />
      )}
      <Split
        card={
          task && (
            <TaskCard
              task={task}
              device={device}
              onPassword={setPassword}
              onDone={() => setTask(null)}
            />
          )
        }
      >
        <div className={classes.sections}>
          <Hints device={device} />
          <Diagnosis device={device.name} />
          <About device={device} />
          <CredentialFacts device={device} />
          <section aria-labelledby="channels">
            <h2 id="channels">Channels</h2>
            <Channels device={device} onDo={setTask} />
          </section>
          <Activity device={device} />
          <RecentRejects device={device} />
        </div>
      </Split>
    </PageZones>
  );
}

/** The device's times are its home site's; those of what it supplies are the sensors' sites'. */
function PageZones({ device, children }: { device: DeviceDetail; children: ReactNode }) {
  const supplyZone = useSupplyZone();
  const theirs = device.channels.flatMap(({ installations }) => installations.map(supplyZone));
  return <Zones of={[...useDeviceZones([device]), ...theirs]}>{children}</Zones>;
}

function Hints({ device }: { device: DeviceDetail }) {
  if (device.removed !== null)
    return (
      <Note level={2} title="This device was removed">
        It cannot connect. Its readings stay with the sensors that it supplied.
      </Note>
    );
  if (device.site === null)
    return (
      <Note level={2} title="No home site yet">
        Only administrators can install its channels. Once it has a home site, that site’s operators
        can see it and install them.
      </Note>
    );
  return null;
}

function TaskCard({
  task,
  device,
  onPassword,
  onDone,
}: {
  task: Task;
  device: DeviceDetail;
  onPassword: (password: string) => void;
  onDone: () => void;
}) {
  const router = useRouter();
  const common = { device, onDone };
  if (task === "password" && device.role !== "manager") return null;
  if (typeof task !== "string") return <ChannelTaskCard task={task} {...common} />;
  switch (task) {
    case "edit":
      return <DeviceForm key={device.name} {...common} />;
    case "password":
      return <NewPassword onPassword={onPassword} {...common} />;
    case "disable":
      return <DisableDevice {...common} />;
    case "remove":
      return <RemoveDevice onRemoved={() => router.push("/devices")} {...common} />;
    case "restore":
      return <RestoreDevice {...common} />;
  }
}
