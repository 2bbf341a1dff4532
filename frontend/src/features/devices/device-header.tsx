"use client";
// A device's name, state and what its operators and managers may do with it.
import Link from "next/link";
import { judgeDevice } from "@/domain/device-state";
import { useStateNow } from "@/data/live/state-now";
import type { DeviceDetail } from "@/domain/types";
import { DeviceMark } from "@/parts/device-mark";
import { Button } from "@/ui/button";
import { Crumbs } from "@/ui/crumbs";
import classes from "./device-page.module.css";

export type DeviceTask = "edit" | "password" | "disable" | "remove" | "restore";

export function DeviceHeader({
  device,
  onDo,
}: {
  device: DeviceDetail;
  onDo: (task: DeviceTask) => void;
}) {
  const judged = judgeDevice(device, useStateNow());
  const manager = device.role === "manager";
  const removed = device.removed !== null;
  const elsewhere = device.credential.state === "elsewhere";
  return (
    <>
      <Crumbs here={device.name}>
        <Link href="/devices">Devices</Link>
      </Crumbs>
      <div className={classes.title}>
        <h1>{device.label ?? device.name}</h1>
        <DeviceMark judged={judged} pill />
        <span className={classes.end}>
          {removed && manager && <Button onClick={() => onDo("restore")}>Restore</Button>}
          {!removed && <Button onClick={() => onDo("edit")}>Edit</Button>}
          {!removed && manager && (
            <>
              {!elsewhere && (
                <Button onClick={() => onDo("password")}>
                  {device.credential.version === 0 ? "Make a password" : "New password"}
                </Button>
              )}
              <Button onClick={() => onDo("disable")}>
                {device.disabled === null ? "Disable" : "Enable"}
              </Button>
              <Button onClick={() => onDo("remove")}>Remove</Button>
            </>
          )}
        </span>
      </div>
    </>
  );
}
