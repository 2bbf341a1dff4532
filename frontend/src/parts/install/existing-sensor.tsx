"use client";
// Choosing the existing sensor that a channel will supply.
import { Select } from "@mantine/core";
import { day } from "@/time/moment";
import { useReading } from "@/data/preferences";
import type { Proposal, Sensor } from "@/domain/types";
import { Field } from "@/ui/field";
import { Note } from "@/ui/note";
import { readingsWords } from "./words";

export function ExistingSensor({
  sensors,
  value,
  proposal,
  missing,
  onChange,
}: {
  sensors: Sensor[];
  value: string | null;
  proposal: Proposal;
  missing: boolean;
  onChange: (id: string | null) => void;
}) {
  const { zoneOf } = useReading();
  const sensor = sensors.find((sensor) => sensor.id === value);
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { id, name, place, site_name: site } of sensors) {
    const group = groups.get(site) ?? [];
    group.push({ value: id, label: place ? `${name} · ${place}` : name });
    groups.set(site, group);
  }
  return (
    <>
      <Field
        label="Sensor"
        wrong={missing && "Choose a sensor."}
        hint={
          sensor &&
          proposal.first_measured !== null &&
          `Includes its ${readingsWords(proposal)} readings since ${day(proposal.first_measured, zoneOf(sensor.time_zone), true)}.`
        }
      >
        <Select
          aria-label="Sensor"
          searchable
          data={[...groups].map(([group, items]) => ({ group, items }))}
          value={value}
          onChange={onChange}
          placeholder="Type a name or a place"
          nothingFoundMessage="No sensor matches"
          limit={100}
          size="sm"
          comboboxProps={{ shadow: "md" }}
        />
      </Field>
      {sensor?.device && (
        <Note>
          {sensor.name} is now supplied by {sensor.device.name}/{sensor.channel}. You will be asked
          before that ends.
        </Note>
      )}
    </>
  );
}
