"use client";
// The fields of a new sensor: name, site, place, web address, limits and interval.
import { unitSign } from "@/domain/format";
import { typedWords } from "@/domain/interval-check";
import { slugOf } from "@/domain/slug";
import { limitInCelsius } from "@/domain/verdict";
import type { Proposal, Site, Unit } from "@/domain/types";
import { Pair, SelectField, TextField } from "@/ui/field";
import { AddressField } from "../address-field";
import { intervalWords, limitsCheck, parseNumber, type Draft } from "./words";
import form from "@/ui/form.module.css";
import classes from "./new-sensor-fields.module.css";

interface Props {
  draft: Draft;
  sites: Site[];
  /** Only site managers can set limits. */
  mayLimit: boolean;
  unit: Unit;
  proposal: Proposal;
  wrong: Partial<Record<keyof Draft, string>>;
  /** The server refused it; the web address may be taken. */
  refused: boolean;
  onChange: (draft: Draft) => void;
}

export function NewSensorFields({
  draft,
  sites,
  mayLimit,
  unit,
  proposal,
  wrong,
  refused,
  onChange,
}: Props) {
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const limit = (text: string) => {
    const value = parseNumber(text);
    return value === null || Number.isNaN(value) ? null : limitInCelsius(value, unit);
  };
  const check = limitsCheck(proposal.samples, limit(draft.low), limit(draft.high));
  const typed = typedWords(parseNumber(draft.every), proposal.interval_s);
  const learned = intervalWords(proposal.interval_s);
  return (
    <>
      <TextField
        label="Sensor name"
        name="name"
        value={draft.name}
        maxLength={200}
        wrong={wrong.name}
        placeholder="Freezer 4"
        onChange={(event) => set({ name: event.target.value })}
      />
      <Pair>
        <SelectField
          label="Site"
          name="site"
          value={draft.site}
          onChange={(event) => set({ site: event.target.value })}
        >
          {sites.map((site) => (
            <option key={site.slug} value={site.slug}>
              {site.name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Place"
          name="place"
          value={draft.place}
          maxLength={200}
          placeholder="Hall B"
          onChange={(event) => set({ place: event.target.value })}
        />
      </Pair>
      <AddressField
        before={`${draft.site}/`}
        proposed={slugOf(draft.name)}
        value={draft.slug}
        open={refused}
        wrong={wrong.slug ?? null}
        onChange={(slug) => set({ slug })}
      />
      <div className={classes.limits}>
        <Pair>
          <TextField
            label={`Low limit, ${unitSign(unit)}`}
            name="low"
            disabled={!mayLimit}
            inputMode="decimal"
            value={draft.low}
            wrong={wrong.low}
            placeholder="none"
            onChange={(event) => set({ low: event.target.value })}
          />
          <TextField
            label={`High limit, ${unitSign(unit)}`}
            name="high"
            disabled={!mayLimit}
            inputMode="decimal"
            value={draft.high}
            wrong={wrong.high}
            placeholder="none"
            onChange={(event) => set({ high: event.target.value })}
          />
        </Pair>
        {mayLimit ? (
          check && <p role="status">{check}</p>
        ) : (
          <p>Only site managers can set limits.</p>
        )}
      </div>
      <TextField
        label="Expected interval, s"
        name="every"
        inputMode="decimal"
        value={draft.every}
        wrong={wrong.every}
        placeholder={learned === null ? "learned" : `${learned}, learned`}
        hint="If empty, it is learned from the readings."
        onChange={(event) => set({ every: event.target.value })}
      />
      {typed !== null && (
        <p role="status" className={form.remark}>
          {typed}
        </p>
      )}
    </>
  );
}
