"use client";
// One channel: its sensor, newest reading, unit and fault values.
import type { ChannelChange } from "@/data/api/devices";
import { mayBeTemperature, sentNumber } from "@/domain/evidence";
import { SPACE, degrees, unitSign } from "@/domain/format";
import { useNow } from "@/time/now";
import { Moment, Sentence } from "@/parts/moment";
import { age } from "@/time/moment";
import type { Zone } from "@/time/zoned";
import { qualityWords } from "@/domain/quality";
import type { Channel, DeviceDetail, SentUnit } from "@/domain/types";
import { useReading } from "@/data/preferences";
import { Button } from "@/ui/button";
import { Cell } from "@/ui/cell";
import table from "@/ui/table.module.css";
import { ChannelSensor } from "./channel-sensor";
import type { ChannelTask } from "./channel-sensor";
import { settingsWords } from "./channel-settings-words";
import { ChannelState } from "./channel-state";
import { useDeviceZone } from "./use-device-zone";
import { frozenWords } from "./words";
import classes from "./channels.module.css";

const UNITS: { key: SentUnit; label: string }[] = [
  { key: "C", label: "°C" },
  { key: "F", label: "°F" },
  { key: "K", label: "K" },
];

export function ChannelRow({
  channel,
  device,
  busy,
  onDo,
  onSave,
}: {
  channel: Channel;
  device: DeviceDetail;
  busy: boolean;
  onDo: (task: ChannelTask) => void;
  onSave: (changes: ChannelChange) => void;
}) {
  const { unit } = useReading();
  const now = useNow();
  const zone = useDeviceZone(device);
  const frozen = frozenWords(channel, unit, now, zone);
  // what supplies a sensor counts as a temperature, whatever its name
  const isTemperature = mayBeTemperature(channel) || channel.state === "known";
  return (
    <tr data-channel={channel.name}>
      <th scope="row">
        <span className={`${table.name} ${classes.name} mono`}>{channel.name}</span>
        {channel.name_says && (
          <span className={table.under} data-testid="name-says">
            {channel.name_says.why}
          </span>
        )}
        <ChannelState channel={channel} device={device.name} />
        {frozen !== null && (
          <span className={classes.hint} data-testid="frozen">
            <Sentence text={frozen} times={[channel.frozen?.since]} zone={zone} />
          </span>
        )}
      </th>
      <Cell label="Supplies">
        <ChannelSensor channel={channel} device={device} onDo={onDo} />
      </Cell>
      <Cell label="Latest" className={`${table.number} ${table.mid}`}>
        <Latest channel={channel} zone={zone} isTemperature={isTemperature} />
      </Cell>
      <Cell label="Unit">
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
      </Cell>
      <Cell label="Fault values" className={table.mid}>
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
        {settingsWords(channel, unit).map((line) => (
          <span key={line} className={table.under}>
            {line}
          </span>
        ))}
        <span className={`${classes.actions} ${classes.bare}`}>
          <Button
            kind="bare"
            size="sm"
            aria-label={`Fault values and range of ${channel.name}`}
            onClick={() => onDo({ what: "settings", channel: channel.name })}
          >
            Values and range
          </Button>
        </span>
      </Cell>
    </tr>
  );
}

function Latest({
  channel: { last, unit: taken },
  zone,
  isTemperature,
}: {
  channel: Channel;
  zone: Zone;
  isTemperature: boolean;
}) {
  const { unit } = useReading();
  if (last === null) return "–";
  const doubt = qualityWords(last.quality);
  return (
    <>
      {last.value === null ? (
        <span className={classes.fault}>fault</span>
      ) : isTemperature ? (
        `${degrees(last.value, unit)}${SPACE}${unitSign(unit)}`
      ) : (
        sentNumber(last.value, taken ?? "C")
      )}
      <span className={table.under}>
        <Moment at={last.measured} zone={zone} as={age} />
      </span>
      {doubt !== null && <span className={table.under}>{doubt}</span>}
    </>
  );
}
