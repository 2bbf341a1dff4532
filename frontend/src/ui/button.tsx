// Buttons, and links that look like buttons.
import type { ComponentPropsWithRef, ReactNode } from "react";
import { PageLink, type PageLinkProps } from "./page-link";
import classes from "./button.module.css";

interface Shape {
  kind?: "plain" | "primary" | "bare" | "active" | "danger";
  size?: "md" | "sm";
  /** A square button with only an icon; it needs an aria-label. */
  icon?: boolean;
  children: ReactNode;
}

const data = ({ kind = "plain", size = "md", icon }: Shape) =>
  ({ "data-kind": kind, "data-size": size, "data-icon": icon || undefined }) as const;

export function Button({
  kind,
  size,
  icon,
  className = "",
  children,
  ...rest
}: Shape & ComponentPropsWithRef<"button">) {
  return (
    <button
      type="button"
      className={`${classes.button} ${className}`}
      {...data({ kind, size, icon, children })}
      {...rest}
    >
      {children}
    </button>
  );
}

export function ButtonLink({
  kind,
  size,
  icon,
  className = "",
  children,
  ...rest
}: Shape & PageLinkProps) {
  return (
    <PageLink
      className={`${classes.button} ${className}`}
      {...data({ kind, size, icon, children })}
      {...rest}
    >
      {children}
    </PageLink>
  );
}
