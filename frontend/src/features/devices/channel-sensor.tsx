"use client";
// The sensor that a channel supplies and those that it supplied before, with what can be done about it.
import Link from "next/link";
import { useMe } from "@/data/api/me";
import { useSensors } from "@/data/live/sensors";
import { useZoneOf } from "@/data/zones";
import { may } from "@/domain/roles";
import type { Channel, DeviceDetail, Installation } from "@/domain/types";
import { momentIn, spanWords } from "@/parts/install/installation-words";
import { Moment, Sentence } from "@/parts/moment";
import type { Zone } from "@/time/zoned";
import { Button } from "@/ui/button";
import table from "@/ui/table.module.css";
import { siteOf, useSupplyZone } from "./use-device-zone";
import classes from "./channels.module.css";

/** What somebody started to do with a channel. */
export type ChannelTask =
  | { what: "replace"; sensor: string }
  | { what: "edit"; installation: Installation }
  | { what: "install" | "settings"; channel: string };

export function ChannelSensor({
  channel,
  device,
  onDo,
}: {
  channel: Channel;
  device: DeviceDetail;
  onDo: (task: ChannelTask) => void;
}) {
  const me = useMe().data;
  const current = channel.installations.find(({ to }) => to === null);
  const earlier = channel.installations.filter(({ to }) => to !== null);
  return (
    <>
      {current ? (
        <Current installation={current} />
      ) : (
        <span className={table.muted}>
          {channel.state === "known" ? "no sensor now" : "nobody has installed it yet"}
        </span>
      )}
      <span className={classes.actions}>
        {current && may(me, "operator", siteOf(current)) && (
          <>
            <Button
              size="sm"
              aria-label={`Replace the device behind ${current.sensor}`}
              onClick={() => onDo({ what: "replace", sensor: current.sensor })}
            >
              Replace
            </Button>
            <Button
              kind="bare"
              size="sm"
              aria-label={`Change times at ${current.sensor}`}
              onClick={() => onDo({ what: "edit", installation: current })}
            >
              Change times
            </Button>
          </>
        )}
        {!current && channel.state === "proposed" && (
          <Link
            className="link"
            href={`/proposals?channel=${encodeURIComponent(`${device.name}/${channel.name}`)}${channel.dismissed === null ? "" : "&show=dismissed"}`}
          >
            Install on a sensor
          </Link>
        )}
        {!current && channel.state === "known" && device.site !== null && (
          <Button
            size="sm"
            aria-label={`Install ${channel.name} on a sensor`}
            onClick={() => onDo({ what: "install", channel: channel.name })}
          >
            Install on a sensor
          </Button>
        )}
      </span>
      {earlier.length > 0 && <Earlier of={earlier} onDo={onDo} />}
    </>
  );
}

function useSensorNames(): (installation: Installation) => { name: string; zone: Zone } {
  const sensors = useSensors().data;
  const zoneOf = useZoneOf();
  const supplyZone = useSupplyZone();
  return (installation) => ({
    name: sensors?.find(({ id }) => id === installation.sensor)?.name ?? installation.sensor,
    zone: zoneOf(supplyZone(installation)),
  });
}

function Current({ installation }: { installation: Installation }) {
  const { name, zone } = useSensorNames()(installation);
  return (
    <>
      <Link className="link" href={`/sensors/${installation.sensor}`}>
        {name}
      </Link>
      <span className={table.under}>
        {installation.from === null ? (
          "always"
        ) : (
          <>
            since <Moment at={installation.from} zone={zone} />
          </>
        )}
      </span>
    </>
  );
}

function Earlier({ of, onDo }: { of: Installation[]; onDo: (task: ChannelTask) => void }) {
  const me = useMe().data;
  const names = useSensorNames();
  return (
    <details className={classes.earlier}>
      <summary>
        {of.length === 1 ? "1 installation before" : `${of.length} installations before`}
      </summary>
      <ul>
        {of.map((installation) => {
          const { name, zone } = names(installation);
          return (
            <li key={installation.id}>
              <Link className="link" href={`/sensors/${installation.sensor}?tab=installations`}>
                {name}
              </Link>{" "}
              <Sentence
                text={spanWords(installation, zone)}
                times={[installation.from, installation.to]}
                zone={zone}
                as={momentIn}
              />
              {may(me, "operator", siteOf(installation)) && (
                <Button
                  kind="bare"
                  size="sm"
                  aria-label={`Change times at ${installation.sensor}, ${spanWords(installation, zone)}`}
                  onClick={() => onDo({ what: "edit", installation })}
                >
                  Change times
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
