"use client";
// What the list says of a device, in a row and on a card.
import { deviceProblems } from "@/domain/device-state";
import type { Device } from "@/domain/types";
import { Moment, Sentence } from "@/parts/moment";
import { age } from "@/time/moment";
import { useNow } from "@/time/now";
import { useDeviceZone } from "./use-device-zone";
import classes from "./device-table.module.css";

export function Heard({ device }: { device: Device }) {
  const zone = useDeviceZone(device);
  return device.heard === null ? "never" : <Moment at={device.heard} zone={zone} as={age} />;
}

export function Problems({ device }: { device: Device }) {
  const zone = useDeviceZone(device);
  const problems = deviceProblems(device, useNow(), zone);
  const [first, ...others] = problems;
  if (first === undefined) return null;
  const times = [device.connection_at, device.heard];
  return (
    <span title={problems.join(", ")}>
      <Sentence text={first} times={times} zone={zone} />
      {others.length > 0 && (
        <span className={classes.under}>
          <Sentence text={others.join(", ")} times={times} zone={zone} />
        </span>
      )}
    </span>
  );
}
