"use client";
// The start of an installation: the channel's first reading, or another time in the site's zone.
import { full } from "@/time/moment";
import { serverNow } from "@/time/server-clock";
import { fromField, toField } from "@/time/wall-field";
import { zoneWords } from "@/time/zone";
import { LabelledMoment } from "@/parts/moment-field";
import { SelectField } from "@/ui/field";

export interface SinceChoice {
  first: boolean;
  /** If not the first reading: the value of a date-time field in the site's zone. */
  text: string;
}

export function Since({
  first,
  zone,
  value,
  onChange,
}: {
  first: number | null;
  zone: string;
  value: SinceChoice;
  onChange: (value: SinceChoice) => void;
}) {
  const at = fromField(value.text, zone);
  return (
    <>
      <SelectField
        label="Installed from"
        name="since"
        value={value.first ? "first" : "at"}
        hint={
          value.first ? `its first reading; ${zoneWords(first ?? serverNow(), zone)}` : undefined
        }
        onChange={(event) =>
          onChange(
            event.target.value === "first"
              ? { first: true, text: "" }
              : { first: false, text: toField(serverNow(), zone) },
          )
        }
      >
        <option value="first">
          {first === null ? "Its first reading" : full(first, zone).replace(/ UTC.*$/, "")}
        </option>
        <option value="at">Another time</option>
      </SelectField>
      {!value.first && (
        <LabelledMoment
          label="Time"
          zone={zone}
          name="since-at"
          value={value.text}
          hint={zoneWords(at ?? serverNow(), zone)}
          wrong={at === null && "Enter a date and a time."}
          onChange={(text) => onChange({ first: false, text })}
        />
      )}
    </>
  );
}
