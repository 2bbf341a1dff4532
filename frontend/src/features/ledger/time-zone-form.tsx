"use client";
// Sets a device's time zone, so that rejects with times without a zone can be replayed.
import { Select } from "@mantine/core";
import { useState } from "react";
import { useDevice, useSaveDevice } from "@/data/api/devices";
import { hasStatus, problemWords } from "@/data/problem-words";
import { useSiteNames } from "@/data/site-names";
import { zoneChoices } from "@/time/zones";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Note } from "@/ui/note";
import classes from "./time-zone-form.module.css";

export function TimeZoneForm({ device: name }: { device: string }) {
  const device = useDevice(name).data;
  const save = useSaveDevice(name);
  const sites = useSiteNames();
  const [picked, setPicked] = useState<string | null>(null);
  if (!device) return null;
  if (device.time_zone !== null) {
    return (
      <p data-testid="zone-known">
        {name} is now set to {device.time_zone.replaceAll("_", " ")}. A replay uses this zone for
        its local times.
      </p>
    );
  }
  const home = sites.get(device.site ?? "");
  if (device.role !== "manager") {
    return (
      <p>
        A manager of {home?.name ?? "its home site"} can set the time zone of {name}; these rejects
        can then be replayed.
      </p>
    );
  }
  // Most devices are at their home site; its zone is only a suggestion.
  const zone = picked ?? home?.time_zone ?? null;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (zone !== null) save.mutate({ changes: { time_zone: zone }, etag: device.etag });
      }}
    >
      <Field
        label={`Time zone of ${name}`}
        hint={
          picked === null && home
            ? `The time zone of ${home.name}; choose another if the device’s clock is set differently.`
            : undefined
        }
      >
        <Select
          aria-label={`Time zone of ${name}`}
          searchable
          data={zoneChoices(zone)}
          value={zone}
          onChange={setPicked}
          size="sm"
          limit={200}
          allowDeselect={false}
          placeholder="Type a place"
          nothingFoundMessage="No zone matches"
          comboboxProps={{ shadow: "md" }}
        />
      </Field>
      {save.isError && (
        <Note tone="bad" title="Not set">
          {hasStatus(save.error, 412)
            ? "Someone else has changed this device. Check it and set the zone again."
            : problemWords(save.error)}
        </Note>
      )}
      <div>
        <Button type="submit" disabled={zone === null || save.isPending}>
          Set time zone
        </Button>
      </div>
    </form>
  );
}
