// A page's title, with a remark and, at the end, actions.
import type { ReactNode } from "react";
import classes from "./page-title.module.css";

export function PageTitle({
  title,
  about,
  children,
}: {
  title: string;
  about?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={classes.title}>
      <h1>{title}</h1>
      {about && <span className={classes.about}>{about}</span>}
      {children && <span className={classes.end}>{children}</span>}
    </div>
  );
}
