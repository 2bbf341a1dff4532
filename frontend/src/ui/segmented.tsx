// A segmented control: a few choices, one of them selected.
import type { ReactNode } from "react";
import classes from "./segmented.module.css";

interface Choice<K extends string> {
  key: K;
  label: ReactNode;
}

export function Segmented<K extends string>({
  label,
  choices,
  value,
  onChange,
  small = false,
  wide = false,
  children,
}: {
  label: string;
  choices: readonly Choice<K>[];
  value: K | null;
  onChange: (key: K) => void;
  small?: boolean;
  /** Fills the row on a phone. */
  wide?: boolean;
  children?: ReactNode;
}) {
  return (
    <div
      role="group"
      aria-label={label}
      className={classes.track}
      data-small={small || undefined}
      data-wide={wide || undefined}
    >
      {choices.map((choice) => (
        <button
          key={choice.key}
          type="button"
          className={classes.item}
          aria-pressed={choice.key === value}
          onClick={() => onChange(choice.key)}
        >
          {choice.label}
        </button>
      ))}
      {children}
    </div>
  );
}

export const segmentClass = classes.item;
