"use client";
// The kinds of correction in plain words, and the fields of the chosen one.
import { KIND_NAMES, UNIT_NAMES } from "@/domain/correction-words";
import type { CorrectionKind } from "@/domain/correction";
import type { SentUnit } from "@/domain/types";
import { Pair, SelectField, TextField } from "@/ui/field";
import { Segmented } from "@/ui/segmented";
import { SHIFT_UNITS, becomesWords, type ShiftUnit } from "./correction-shift";
import type { Draft } from "./use-correction-draft";
import classes from "./correction-dialog.module.css";

const KINDS = (["set_aside", "unit", "time"] as const).map((key) => ({
  key,
  label: KIND_NAMES[key],
}));

const EXPLAINED: Record<CorrectionKind, string> = {
  set_aside:
    "The readings stay in the graph and in exports, but count in no figure and no excursion.",
  unit: "The device sent another unit than the one its values were read in. They are converted.",
  time: "The device’s clock was wrong. The readings keep their values and move to other times.",
};

const SAME = "Choose another unit than the one the values were read in.";
const PROBLEMS = {
  missing: "Enter a number above 0.",
  future: "This would move readings into the future.",
};

export function KindFields({ draft, zone }: { draft: Draft; zone: string }) {
  return (
    <>
      <div className={classes.kind}>
        <Segmented label="What to do" choices={KINDS} value={draft.kind} onChange={draft.setKind} />
        <p>{EXPLAINED[draft.kind]}</p>
      </div>
      {draft.kind === "unit" && <UnitFields draft={draft} />}
      {draft.kind === "time" && <ShiftFields draft={draft} zone={zone} />}
    </>
  );
}

function UnitFields({ draft: { units, setUnits, kindWrong } }: { draft: Draft }) {
  const options = (Object.keys(UNIT_NAMES) as SentUnit[]).map((unit) => (
    <option key={unit} value={unit}>
      {UNIT_NAMES[unit]}
    </option>
  ));
  return (
    <Pair>
      <SelectField
        label="The values were read as"
        name="read_as"
        value={units.readAs}
        onChange={(event) => setUnits({ ...units, readAs: event.target.value as SentUnit })}
      >
        {options}
      </SelectField>
      <SelectField
        label="The device sent"
        name="sent_as"
        value={units.sentAs}
        wrong={kindWrong === "same" && SAME}
        onChange={(event) => setUnits({ ...units, sentAs: event.target.value as SentUnit })}
      >
        {options}
      </SelectField>
    </Pair>
  );
}

function ShiftFields({ draft, zone }: { draft: Draft; zone: string }) {
  const { shift, setShift, by, from, kindWrong } = draft;
  const wrong = kindWrong === "missing" || kindWrong === "future" ? PROBLEMS[kindWrong] : null;
  return (
    <div className={classes.shift}>
      <TextField
        label="Shift by"
        name="shift"
        inputMode="decimal"
        value={shift.amount}
        wrong={wrong}
        onChange={(event) => setShift({ ...shift, amount: event.target.value })}
      />
      <SelectField
        label="Unit"
        name="shift_unit"
        value={shift.unit}
        onChange={(event) => setShift({ ...shift, unit: event.target.value as ShiftUnit })}
      >
        {SHIFT_UNITS.map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Which way"
        name="shift_way"
        value={shift.earlier ? "earlier" : "later"}
        onChange={(event) => setShift({ ...shift, earlier: event.target.value === "earlier" })}
      >
        <option value="earlier">earlier</option>
        <option value="later">later</option>
      </SelectField>
      {by !== null && from !== null && (
        <p className={classes.becomes} role="status" data-testid="becomes">
          {becomesWords(from, by, zone)}
        </p>
      )}
    </div>
  );
}
