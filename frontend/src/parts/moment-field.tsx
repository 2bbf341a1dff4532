"use client";
// A field for a date and a time in a named zone: 24 hours whatever the browser's language, typed freely.
import { useState, type ComponentPropsWithRef, type KeyboardEvent, type ReactNode } from "react";
import { serverNow } from "@/time/server-clock";
import { exactText, typedMoment, typedText } from "@/time/typed-moment";
import { fromField, toExactField, toField } from "@/time/wall-field";
import { Labelled } from "@/ui/field";

interface Props extends Omit<ComponentPropsWithRef<"input">, "value" | "onChange" | "type"> {
  /** As `toField` has it, "2026-11-28T14:30"; empty if what is typed cannot be read. */
  value: string;
  /** `text` is what was typed, empty where a key moved the time. */
  onChange: (value: string, text: string) => void;
  zone: string;
  /** A day alone means its end. */
  end?: boolean;
  /** To the second: `value` and what is shown have seconds, too. */
  exact?: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Arrow keys move by an hour, with Shift by a minute, with Page by a day. */
const STEPS: Record<string, number> = {
  ArrowUp: HOUR,
  ArrowDown: -HOUR,
  PageUp: 24 * HOUR,
  PageDown: -24 * HOUR,
};

export function MomentField({ value, onChange, zone, end = false, exact = false, ...rest }: Props) {
  // What is typed, for as long as it is what `value` came from.
  const [typed, setTyped] = useState<{ text: string; value: string } | null>(null);
  const [last, setLast] = useState(value);
  const at = fromField(value, zone);
  const [fieldOf, textOf] = exact ? [toExactField, exactText] : [toField, typedText];
  const shown = typed?.value === value ? typed.text : at === null ? "" : textOf(at, zone);
  const put = (next: string, text: string | null) => {
    setTyped(text === null ? null : { text, value: next });
    if (next !== "") setLast(next);
    onChange(next, text ?? "");
  };
  const type = (text: string) => {
    const before = fromField(value === "" ? last : value, zone) ?? serverNow();
    const read = typedMoment(text, zone, serverNow(), before, end);
    put(read === null ? "" : fieldOf(read, zone), text);
  };
  const step = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by === undefined || at === null) return;
    event.preventDefault();
    put(fieldOf(at + (event.shiftKey ? Math.sign(by) * MINUTE : by), zone), null);
  };
  return (
    <input
      {...rest}
      type="text"
      inputMode="text"
      autoComplete="off"
      spellCheck={false}
      placeholder={exact ? "28 Nov 14:30:15" : "28 Nov 14:30"}
      value={shown}
      onChange={(event) => type(event.target.value)}
      onBlur={() => value !== "" && setTyped(null)}
      onKeyDown={step}
    />
  );
}

/** The field with a label, and a hint or an error. */
export function LabelledMoment({
  label,
  hint,
  wrong,
  ...rest
}: Props & { label: string; hint?: ReactNode; wrong?: ReactNode }) {
  return (
    <Labelled {...{ label, hint, wrong }}>
      {(control) => <MomentField {...control} {...rest} />}
    </Labelled>
  );
}
