// A note in a form: something to know before submitting, or why submitting failed.
import type { ReactNode } from "react";
import classes from "./note.module.css";

export function Note({
  tone,
  title,
  children,
  actions,
}: {
  tone?: "bad" | "good";
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div
      className={classes.note}
      data-tone={tone}
      role={tone === "bad" ? "alert" : tone === "good" ? "status" : undefined}
    >
      {title && <h3>{title}</h3>}
      {children && <p>{children}</p>}
      {actions}
    </div>
  );
}
