// A filter that is on or off, with the number of matches.
import type { ReactNode } from "react";
import classes from "./chip.module.css";

export function Chip({
  pressed,
  onPress,
  number,
  children,
}: {
  pressed: boolean;
  onPress: () => void;
  number?: number;
  children: ReactNode;
}) {
  return (
    <button type="button" className={classes.chip} aria-pressed={pressed} onClick={onPress}>
      {children}
      {number !== undefined && <span className={classes.number}>{number.toLocaleString()}</span>}
    </button>
  );
}

export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.chips} role="group" aria-label={label}>
      {children}
    </div>
  );
}

export const ChipRule = () => <span className={classes.rule} aria-hidden="true" />;
