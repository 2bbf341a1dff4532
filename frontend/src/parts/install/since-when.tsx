"use client";
// A choice between from now on and since a past time, in the site's zone.
import { serverNow } from "@/time/server-clock";
import { fromField } from "@/time/wall-field";
import { zoneWords } from "@/time/zone";
import { LabelledMoment } from "@/parts/moment-field";
import { Segmented } from "@/ui/segmented";
import classes from "@/ui/form.module.css";

const CHOICES = [
  { key: "now", label: "From now on" },
  { key: "past", label: "Since a past time" },
] as const;

interface When {
  past: boolean;
  /** The value of a date-time field in the site's zone. */
  text: string;
}

/** The chosen past instant; null for now. */
export const sinceOf = (when: When, zone: string): number | null =>
  when.past ? fromField(when.text, zone) : null;

/** Why the chosen time is invalid, or null. */
export function whenProblem(when: When, zone: string): string | null {
  const at = sinceOf(when, zone);
  if (!when.past) return null;
  return at === null
    ? "Enter a date and a time."
    : at > serverNow()
      ? "Enter a time in the past."
      : null;
}

export function SinceWhen({
  when,
  zone,
  onChange,
}: {
  when: When;
  zone: string;
  onChange: (when: When) => void;
}) {
  return (
    <div className={classes.when}>
      <Segmented
        wide
        label="From when"
        choices={CHOICES}
        value={when.past ? "past" : "now"}
        onChange={(key) => onChange({ ...when, past: key === "past" })}
      />
      {when.past && (
        <LabelledMoment
          label="Since"
          zone={zone}
          name="since"
          value={when.text}
          wrong={whenProblem(when, zone)}
          hint={zoneWords(sinceOf(when, zone) ?? serverNow(), zone)}
          onChange={(text) => onChange({ past: true, text })}
        />
      )}
    </div>
  );
}
