// One thing everyone on this page should know now.
import type { ReactNode } from "react";
import classes from "./banner.module.css";
import { Icon } from "./icon";

export function Banner({ tone, title, children, actions, testId }: {
  tone: "warn" | "bad"; title: string; children?: ReactNode; actions?: ReactNode; testId?: string;
}) {
  return (
    <div className={classes.banner} data-tone={tone} role="alert" data-testid={testId}>
      <Icon name="alert" />
      <span className={classes.words}><b>{title}</b> {children}</span>
      {actions}
    </div>
  );
}
