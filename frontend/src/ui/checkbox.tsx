// A checkbox with its label beside it.
import type { ReactNode } from "react";
import { Icon } from "./icon";
import classes from "./checkbox.module.css";

export function Checkbox({
  checked,
  onChange,
  children,
  label,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
  /** The accessible name of a checkbox without visible label. */
  label?: string;
}) {
  return (
    <label className={classes.checkbox}>
      <input
        type="checkbox"
        checked={checked}
        aria-label={label}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={classes.box} aria-hidden="true">
        <Icon name="check" size={12} />
      </span>
      {children && <span>{children}</span>}
    </label>
  );
}
