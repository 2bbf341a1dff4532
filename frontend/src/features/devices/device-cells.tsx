"use client";
// What the list says of a device, in a row and on a card.
import { useReading } from "@/data/preferences";
import { deviceProblems } from "@/domain/device-state";
import type { Device } from "@/domain/types";
import { age } from "@/time/moment";
import { useNow } from "@/time/now";
import classes from "./device-table.module.css";

export function Heard({ device }: { device: Device }) {
  const { zone } = useReading();
  const now = useNow();
  return <>{device.heard === null ? "never" : age(device.heard, now, zone)}</>;
}

export function Problems({ device }: { device: Device }) {
  const { zone } = useReading();
  const problems = deviceProblems(device, useNow(), zone);
  const [first, ...others] = problems;
  if (first === undefined) return null;
  return (
    <span title={problems.join(", ")}>
      {first}
      {others.length > 0 && <span className={classes.under}>{others.join(", ")}</span>}
    </span>
  );
}
