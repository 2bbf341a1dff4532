// A box that is ticked or not, with what it means beside it.
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
  /** Its name where nothing stands beside it. */
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
