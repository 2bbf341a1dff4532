// A note in a form: something to know before submitting, or why submitting failed.
import type { ReactNode } from "react";
import classes from "./note.module.css";

export function Note({
  tone,
  title,
  level = 3,
  children,
  actions,
}: {
  tone?: "bad" | "good";
  title?: ReactNode;
  /** 2 where no heading of a section is above it. */
  level?: 2 | 3;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const Title = level === 2 ? "h2" : "h3";
  return (
    <div
      className={classes.note}
      data-tone={tone}
      role={tone === "bad" ? "alert" : tone === "good" ? "status" : undefined}
    >
      {title && <Title>{title}</Title>}
      {children && <p>{children}</p>}
      {actions}
    </div>
  );
}
