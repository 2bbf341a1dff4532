// A warning above the page.
import type { ReactNode } from "react";
import classes from "./banner.module.css";
import { ButtonLink } from "./button";
import { Icon } from "./icon";
import { PageLink } from "./page-link";

interface Props {
  tone: "warn" | "bad";
  title: ReactNode;
  children?: ReactNode;
  /** A link to details: a button at the end, on a phone a link in the text. */
  link?: { href: string; text: string };
  actions?: ReactNode;
  testId?: string;
  /** "alert" for what becomes wrong while the page is open, "status" for what was wrong before; nothing for the past. */
  role?: "alert" | "status";
}

export function Banner({ tone, title, children, link, actions, testId, role }: Props) {
  return (
    <div className={classes.banner} data-tone={tone} role={role} data-testid={testId}>
      <Icon name="alert" />
      <span className={classes.words}>
        <b>{title}</b> {children}
        {link && (
          <PageLink className={`link ${classes.inline}`} href={link.href}>
            {" "}
            {link.text}
          </PageLink>
        )}
      </span>
      {link && (
        <ButtonLink size="sm" href={link.href} className={classes.button}>
          {link.text}
        </ButtonLink>
      )}
      {actions}
    </div>
  );
}
