// Names and values in columns; a fact without a value is left out.
import type { ReactNode } from "react";
import classes from "./device-page.module.css";

export type Fact = [name: string, value: ReactNode];

export function FactList({ of }: { of: Fact[] }) {
  return (
    <dl className={classes.facts}>
      {of
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
