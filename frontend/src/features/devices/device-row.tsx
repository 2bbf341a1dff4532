"use client";
// One row of the list of devices.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { memo } from "react";
import { deviceHref } from "@/domain/device-href";
import { judgeDevice } from "@/domain/device-state";
import { count } from "@/domain/format";
import type { Device } from "@/domain/types";
import { useStateNow } from "@/data/live/state-now";
import { useSiteNames } from "@/data/site-names";
import { DeviceMark } from "@/parts/device-mark";
import { Heard, Problems } from "./device-cells";
import { homeWords, suppliesWords } from "./words";
import classes from "./device-table.module.css";

export const DeviceRow = memo(function DeviceRow({
  device,
  at,
  onFocus,
}: {
  device: Device;
  at: number;
  onFocus: (id: string) => void;
}) {
  const sites = useSiteNames();
  const router = useRouter();
  const now = useStateNow();
  const href = deviceHref(device.name);
  const site = homeWords(device, sites);
  return (
    <tr data-device={device.name} aria-rowindex={at + 2} onClick={() => router.push(href)}>
      <th scope="row">
        <Link
          prefetch={false}
          href={href}
          data-row={device.name}
          className={`${classes.name} mono`}
          onFocus={() => onFocus(device.name)}
          onClick={(event) => event.stopPropagation()}
        >
          {device.name}
        </Link>
        <span className={classes.under}>
          {[device.label, device.model].filter(Boolean).join(" · ")}
          <span className={classes.narrow}>{` ${site}`}</span>
        </span>
      </th>
      <td className={`${classes.wide} ${device.site === null ? classes.muted : ""}`}>
        {site}
        <span className={classes.under}>{suppliesWords(device)}</span>
      </td>
      <td className={classes.state}>
        <DeviceMark judged={judgeDevice(device, now)} />
        <span className={`${classes.under} ${classes.late}`}>
          heard <Heard device={device} />
        </span>
      </td>
      <td className={classes.heard}>
        <Heard device={device} />
      </td>
      <td className={classes.problem}>
        <Problems device={device} />
      </td>
      <td className={classes.number}>
        {count(device.channel_count)}
        {device.proposed_count > 0 && (
          <span className={classes.under}>{count(device.proposed_count)} proposed</span>
        )}
      </td>
    </tr>
  );
});
