// One thing everyone on this page should know now.
import type { ReactNode } from "react";
import classes from "./banner.module.css";
import { Icon } from "./icon";

export function Banner({ tone, title, children, actions }: {
  tone: "warn" | "bad"; title: string; children?: ReactNode; actions?: ReactNode;
}) {
  return (
    <div className={classes.banner} data-tone={tone} role="alert">
      <Icon name="alert" />
      <span className={classes.words}><b>{title}</b> {children}</span>
      {actions}
    </div>
  );
}
