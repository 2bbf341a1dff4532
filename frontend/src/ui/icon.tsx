// Icons.
import type { CSSProperties } from "react";
import { PATHS } from "./icon-paths";
import classes from "./icon.module.css";

export type IconName = keyof typeof PATHS;

export function Icon({
  name,
  size = 16,
  className = "",
  style,
}: {
  name: IconName;
  size?: number;
  className?: string;
  style?: CSSProperties;
}) {
  return (
    <svg
      className={`${classes.icon} ${className}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      style={style}
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}

/** The logo. */
export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" className={classes.mark}>
      <rect width="22" height="22" rx="6" fill="var(--iso-accent-solid)" />
      <path d="M4 14.6c3 0 3.6-7.6 7-7.6s4 7.6 7 7.6" />
      <path d="M7.3 15.6c1.600-.6 2-4.600 3.7-4.600s2.1 4 3.7 4.600" opacity=".65" />
    </svg>
  );
}
