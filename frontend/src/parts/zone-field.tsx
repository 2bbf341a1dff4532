"use client";
// A time zone: type a part of its name, then choose.
import { Select } from "@mantine/core";
import { zoneChoices } from "@/time/zones";
import { Field } from "@/ui/field";

export function ZoneField({
  label,
  value,
  disabled = false,
  hint,
  wrong,
  onChange,
}: {
  label: string;
  value: string | null;
  disabled?: boolean;
  hint?: string | null;
  wrong?: string | null;
  onChange: (zone: string) => void;
}) {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      <Select
        aria-label={label}
        searchable
        allowDeselect={false}
        data={zoneChoices(value)}
        value={value}
        disabled={disabled}
        size="sm"
        limit={200}
        placeholder="Type a place"
        nothingFoundMessage="No zone matches"
        comboboxProps={{ shadow: "md" }}
        onChange={(zone) => zone !== null && onChange(zone)}
      />
    </Field>
  );
}
