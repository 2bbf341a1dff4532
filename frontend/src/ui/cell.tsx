"use client";
// A cell of a table that becomes a list on a phone, where its label stands before its value.
import type { ComponentPropsWithRef } from "react";
import { usePhone } from "./phone";
import classes from "./cell.module.css";

interface Props extends ComponentPropsWithRef<"td"> {
  /** The words of its column. */
  label: string;
}

export function Cell({ label, children, ...rest }: Props) {
  const phone = usePhone();
  return (
    <td data-label={label} {...rest}>
      {phone && <span className={classes.label}>{label} </span>}
      {phone ? <span className={classes.value}>{children}</span> : children}
    </td>
  );
}
