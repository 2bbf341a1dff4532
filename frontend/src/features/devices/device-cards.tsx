"use client";
// The devices as cards, on a phone; only those in view are rendered.
import Link from "next/link";
import { useMemo, type RefObject } from "react";
import { deviceHref } from "@/domain/device-href";
import { judgeDevice } from "@/domain/device-state";
import type { Device } from "@/domain/types";
import { useStateNow } from "@/data/live/state-now";
import { useSiteNames } from "@/data/site-names";
import { DeviceMark } from "@/parts/device-mark";
import { useListKeys } from "@/ui/use-list-keys";
import { laidOut, useWindow } from "@/ui/use-window";
import { Heard, Problems } from "./device-cells";
import type { ListProps } from "./device-table";
import { useMore } from "./use-more";
import { homeWords, suppliesWords } from "./words";
import classes from "./device-cards.module.css";

const CARD_HEIGHT = 92;

export function DeviceCards({ devices, total, more }: ListProps) {
  const window = useWindow(devices.length, CARD_HEIGHT);
  const [list, view] = window;
  const ids = useMemo(() => devices.map(({ name }) => name), [devices]);
  const { pinned, onFocus } = useListKeys(ids, window);
  useMore(more, view, devices.length);
  return (
    <ul ref={list as RefObject<HTMLUListElement | null>} aria-label="Devices" data-testid="devices">
      {laidOut(devices.length, view, pinned).map((entry, i) => {
        if ("space" in entry)
          return (
            <li
              key={`space ${i}`}
              aria-hidden="true"
              style={{ height: entry.space * CARD_HEIGHT }}
            />
          );
        const device = devices[entry.at];
        return (
          device && (
            <Card
              key={device.name}
              device={device}
              at={entry.at}
              of={total ?? devices.length}
              onFocus={onFocus}
            />
          )
        );
      })}
    </ul>
  );
}

function Card({
  device,
  at,
  of,
  onFocus,
}: {
  device: Device;
  at: number;
  of: number;
  onFocus: (id: string) => void;
}) {
  const sites = useSiteNames();
  const now = useStateNow();
  return (
    <li data-device={device.name} aria-posinset={at + 1} aria-setsize={of}>
      <Link
        prefetch={false}
        href={deviceHref(device.name)}
        data-row={device.name}
        className={classes.card}
        onFocus={() => onFocus(device.name)}
      >
        <span className={`${classes.name} mono`}>{device.name}</span>
        <span className={classes.right}>
          <DeviceMark judged={judgeDevice(device, now)} />
        </span>
        <span className={classes.faint}>
          {[device.label, homeWords(device, sites), suppliesWords(device)]
            .filter((words, at, all) => words !== null && all.indexOf(words) === at)
            .join(" · ")}
        </span>
        <span className={`${classes.right} ${classes.faint}`}>
          <Heard device={device} />
        </span>
        <span className={classes.problem}>
          <Problems device={device} />
        </span>
      </Link>
    </li>
  );
}
