// The path to a page: the page above it as a link, then what is shown here.
import type { ReactNode } from "react";
import { Icon } from "./icon";
import classes from "./crumbs.module.css";

export function Crumbs({
  here,
  children,
}: {
  /** Null leaves only the link. */
  here: string | null;
  /** The link. */
  children: ReactNode;
}) {
  return (
    <nav className={classes.crumbs} aria-label="Breadcrumb">
      {children}
      {here && (
        <>
          <Icon name="right" size={12} />
          {here}
        </>
      )}
    </nav>
  );
}
