"use client";
// Labelled form fields with a hint or an error, which screen readers read after the label.
import { useId, type ComponentPropsWithRef, type ReactNode } from "react";
import classes from "./field.module.css";

interface Around {
  label: ReactNode;
  hint?: ReactNode;
  wrong?: ReactNode;
}

/** A label around a control that has its own `aria-label`. */
export function Field({ label, children, ...under }: Around & { children: ReactNode }) {
  return (
    <div className={classes.field}>
      <span className={classes.label} aria-hidden="true">
        {label}
      </span>
      {children}
      <Under {...under} />
    </div>
  );
}

function Under({ id, hint, wrong }: Pick<Around, "hint" | "wrong"> & { id?: string }) {
  if (wrong)
    return (
      <span id={id} className={classes.wrong} role="alert">
        {wrong}
      </span>
    );
  return hint ? (
    <span id={id} className={classes.hint}>
      {hint}
    </span>
  ) : null;
}

/** A label, and a hint or an error, around a control that takes their ids. */
export function Labelled({
  label,
  hint,
  wrong,
  children,
}: Around & {
  children: (control: {
    id: string;
    "aria-describedby"?: string;
    "aria-invalid"?: true;
  }) => ReactNode;
}) {
  const id = useId();
  const under = `${id}under`;
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        "aria-describedby": hint || wrong ? under : undefined,
        "aria-invalid": wrong ? true : undefined,
      })}
      <Under id={under} hint={hint} wrong={wrong} />
    </div>
  );
}

export function TextField({
  label,
  hint,
  wrong,
  ...rest
}: Around & ComponentPropsWithRef<"input">) {
  return (
    <Labelled label={label} hint={hint} wrong={wrong}>
      {(control) => <input type="text" autoComplete="off" {...control} {...rest} />}
    </Labelled>
  );
}

export function NotesField({
  label,
  hint,
  wrong,
  ...rest
}: Around & ComponentPropsWithRef<"textarea">) {
  return (
    <Labelled label={label} hint={hint} wrong={wrong}>
      {(control) => <textarea rows={3} {...control} {...rest} />}
    </Labelled>
  );
}

export function SelectField({
  label,
  hint,
  wrong,
  children,
  ...rest
}: Around & ComponentPropsWithRef<"select">) {
  return (
    <Labelled label={label} hint={hint} wrong={wrong}>
      {(control) => (
        <select {...control} {...rest}>
          {children}
        </select>
      )}
    </Labelled>
  );
}

/** Fields side by side. */
export const Pair = ({ children }: { children: ReactNode }) => (
  <div className={classes.pair}>{children}</div>
);

/** The buttons at the end of a form. */
export const Actions = ({ children }: { children: ReactNode }) => (
  <div className={classes.actions}>{children}</div>
);
