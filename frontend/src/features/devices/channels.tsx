"use client";
// A device's channels: which sensors each supplied, its newest reading, and how its payloads are decoded.
import { useSaveChannel } from "@/data/api/devices";
import type { DeviceDetail } from "@/domain/types";
import { hasStatus, problemWords } from "@/data/problem-words";
import { Note } from "@/ui/note";
import table from "@/ui/table.module.css";
import { ChannelRoom } from "./channel-room";
import { ChannelRow } from "./channel-row";
import type { ChannelTask } from "./channel-sensor";
import classes from "./channels.module.css";

export function Channels({
  device,
  onDo,
}: {
  device: DeviceDetail;
  onDo: (task: ChannelTask) => void;
}) {
  const save = useSaveChannel(device.name);
  if (device.channels.length === 0 && device.expired === 0)
    return (
      <p className={classes.none}>
        No channel yet. A channel appears with its first message, on a topic such as{" "}
        <code>sensors/{device.name}/temperature</code>.
      </p>
    );
  return (
    <>
      <ChannelRoom device={device} />
      <table className={`${table.table} ${table.list} ${classes.table}`} data-testid="channels">
        <thead>
          <tr>
            <th scope="col">Channel</th>
            <th scope="col">Supplies</th>
            <th scope="col" className={`${table.number} ${table.mid}`}>
              Latest
            </th>
            <th scope="col" className={classes.settings}>
              Unit
            </th>
            <th scope="col" className={`${table.mid} ${classes.settings}`}>
              Fault values
            </th>
          </tr>
        </thead>
        <tbody>
          {device.channels.map((channel) => (
            <ChannelRow
              key={channel.name}
              channel={channel}
              device={device}
              busy={save.isPending}
              onDo={onDo}
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
