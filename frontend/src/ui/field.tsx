// A labelled field of a form, with a hint or with what is wrong.
import type { ComponentPropsWithRef, ReactNode } from "react";
import classes from "./field.module.css";

interface Around {
  label: ReactNode;
  hint?: ReactNode;
  wrong?: ReactNode;
}

/** Around any control that is not one of those below: the label names it. */
export function Field({ label, hint, wrong, children }: Around & { children: ReactNode }) {
  return (
    <label className={classes.field}>
      <span className={classes.label}>{label}</span>
      {children}
      <Under hint={hint} wrong={wrong} />
    </label>
  );
}

function Under({ hint, wrong }: Pick<Around, "hint" | "wrong">) {
  if (wrong) return <span className={classes.wrong} role="alert">{wrong}</span>;
  return hint ? <span className={classes.hint}>{hint}</span> : null;
}

export function TextField({ label, hint, wrong, ...rest }: Around & ComponentPropsWithRef<"input">) {
  return <Field label={label} hint={hint} wrong={wrong}><input type="text" autoComplete="off" aria-invalid={wrong ? true : undefined} {...rest} /></Field>;
}

export function NotesField({ label, hint, wrong, ...rest }: Around & ComponentPropsWithRef<"textarea">) {
  return <Field label={label} hint={hint} wrong={wrong}><textarea rows={3} {...rest} /></Field>;
}

export function SelectField({ label, hint, wrong, children, ...rest }: Around & ComponentPropsWithRef<"select">) {
  return <Field label={label} hint={hint} wrong={wrong}><select {...rest}>{children}</select></Field>;
}

export function CheckField({ label, hint, ...rest }: Omit<Around, "wrong"> & ComponentPropsWithRef<"input">) {
  return (
    <label className={classes.check}>
      <input type="checkbox" {...rest} />
      <span>{label}{hint && <span className={classes.hint}>{hint}</span>}</span>
    </label>
  );
}

/** Fields side by side. */
export const Pair = ({ children }: { children: ReactNode }) => <div className={classes.pair}>{children}</div>;

/** The buttons at a form's end. */
export const Actions = ({ children }: { children: ReactNode }) => <div className={classes.actions}>{children}</div>;
