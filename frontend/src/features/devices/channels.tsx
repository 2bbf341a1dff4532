"use client";
// A device's channels: which sensor each supplies, and how its payloads are decoded.
import Link from "next/link";
import { useSaveChannel } from "@/data/api/devices";
import { SPACE, degrees, unitSign } from "@/domain/format";
import { useNow } from "@/time/now";
import { useSensors } from "@/data/live/sensors";
import { age, near } from "@/time/moment";
import { qualityWords } from "@/domain/quality";
import type { Channel, DeviceDetail, Installation, SentUnit } from "@/domain/types";
import { useReading } from "@/data/preferences";
import { hasStatus, problemWords } from "@/data/problem-words";
import { Note } from "@/ui/note";
import table from "@/ui/table.module.css";
import { useDeviceZone } from "./connection";
import { frozenWords } from "./words";
import classes from "./channels.module.css";

const UNITS: { key: SentUnit; label: string }[] = [
  { key: "C", label: "°C" },
  { key: "F", label: "°F" },
  { key: "K", label: "K" },
];

export function Channels({ device }: { device: DeviceDetail }) {
  const save = useSaveChannel(device.name);
  return (
    <>
      <table className={table.table} data-testid="channels">
        <thead>
          <tr>
            <th scope="col">Channel</th>
            <th scope="col">Supplies</th>
            <th scope="col" className={`${table.number} ${table.mid}`}>
              Latest
            </th>
            <th scope="col">Unit</th>
            <th scope="col" className={table.mid}>
              Fault values
            </th>
          </tr>
        </thead>
        <tbody>
          {device.channels.map((channel) => (
            <Row
              key={channel.name}
              channel={channel}
              device={device}
              busy={save.isPending}
              onSave={(changes) => save.mutate({ seen: channel, changes })}
            />
          ))}
        </tbody>
      </table>
      <div className={classes.under} role="status">
        {save.isError && (
          <Note tone="bad" title="Not changed">
            {hasStatus(save.error, 412)
              ? "Someone else has changed this channel. The current settings are shown."
              : problemWords(save.error)}
          </Note>
        )}
        {save.isSuccess && <p>Saved. Applies to new readings; stored readings are not changed.</p>}
        {!save.isError && !save.isSuccess && (
          <p>
            Failing probes send values such as −127. Clear the box if such temperatures can really
            occur.
          </p>
        )}
      </div>
    </>
  );
}

function Row({
  channel,
  device,
  busy,
  onSave,
}: {
  channel: Channel;
  device: DeviceDetail;
  busy: boolean;
  onSave: (changes: Partial<Pick<Channel, "unit" | "fault_list">>) => void;
}) {
  const { unit } = useReading();
  const now = useNow();
  const zone = useDeviceZone(device);
  const { last } = channel;
  const doubt = qualityWords(last?.quality ?? 0);
  const frozen = frozenWords(channel, unit, now, zone);
  return (
    <tr data-channel={channel.name}>
      <th scope="row">
        <span className={`${table.name} mono`}>{channel.name}</span>
        {channel.state === "proposed" && <span className={table.under}>proposed</span>}
        {frozen !== null && (
          <span className={classes.hint} data-testid="frozen">
            {frozen}
          </span>
        )}
      </th>
      <td>
        <Feeds channel={channel} device={device.name} zone={zone} now={now} />
      </td>
      <td className={`${table.number} ${table.mid}`}>
        {last === null ? (
          "–"
        ) : last.value === null ? (
          <span className={classes.fault}>fault</span>
        ) : (
          `${degrees(last.value, unit)}${SPACE}${unitSign(unit)}`
        )}
        {last !== null && <span className={table.under}>{age(last.measured, now, zone)}</span>}
        {doubt !== null && <span className={table.under}>{doubt}</span>}
      </td>
      <td>
        <select
          className={classes.select}
          aria-label={`Unit of ${channel.name}`}
          disabled={busy}
          value={channel.unit ?? "C"}
          onChange={(event) => onSave({ unit: event.target.value as SentUnit })}
        >
          {UNITS.map((unit) => (
            <option key={unit.key} value={unit.key}>
              {unit.label}
            </option>
          ))}
        </select>
      </td>
      <td className={table.mid}>
        <label className={classes.check}>
          <input
            type="checkbox"
            checked={channel.fault_list}
            disabled={busy}
            onChange={(event) => onSave({ fault_list: event.target.checked })}
          />
          <span>
            Treat −127 etc. as faults<span className="visually-hidden"> for {channel.name}</span>
          </span>
        </label>
      </td>
    </tr>
  );
}

function Feeds({
  channel,
  device,
  zone,
  now,
}: {
  channel: Channel;
  device: string;
  zone: string;
  now: number;
}) {
  const sensors = useSensors().data;
  const current = channel.installations.find((installation) => installation.to === null);
  const nameOf = ({ sensor: id }: Installation) =>
    sensors?.find((sensor) => sensor.id === id)?.name ?? id;
  const earlier = channel.installations.length - (current ? 1 : 0);
  const before = earlier > 0 && (
    <span className={table.under}>
      {earlier === 1
        ? "supplied another sensor before"
        : `supplied ${earlier} other sensors before`}
    </span>
  );
  if (current) {
    return (
      <>
        <Link className="link" href={`/sensors/${current.sensor}`}>
          {nameOf(current)}
        </Link>
        <span className={table.under}>
          {current.from === null ? "always" : `since ${near(current.from, now, zone)}`}
        </span>
        {before}
      </>
    );
  }
  if (channel.state === "proposed")
    return (
      <Link
        className="link"
        href={`/proposals?channel=${encodeURIComponent(`${device}/${channel.name}`)}`}
      >
        Install on a sensor
      </Link>
    );
  return <span className={table.muted}>no sensor now{before}</span>;
}
