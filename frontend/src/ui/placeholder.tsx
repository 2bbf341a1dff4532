// A placeholder for a page or part without content: why it is empty, and what to do next.
import type { ReactNode } from "react";
import classes from "./placeholder.module.css";
import { Icon, type IconName } from "./icon";

export function Placeholder({
  icon,
  title,
  children,
  actions,
  note,
  level = 2,
  testId,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  note?: ReactNode;
  level?: 1 | 2;
  testId?: string;
}) {
  const Title = level === 1 ? "h1" : "h2";
  return (
    <div className={classes.placeholder} data-testid={testId}>
      <Icon name={icon} size={28} className={classes.glyph} />
      <Title className={classes.title}>{title}</Title>
      {children && <p>{children}</p>}
      {actions && <div className={classes.actions}>{actions}</div>}
      {note && <div className={classes.note}>{note}</div>}
    </div>
  );
}
