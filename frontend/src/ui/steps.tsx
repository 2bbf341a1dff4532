// The steps of a wizard: done, current, and still to come.
import { Fragment } from "react";
import { Icon } from "./icon";
import classes from "./steps.module.css";

export function Steps({
  label,
  steps,
  now,
}: {
  label: string;
  steps: readonly string[];
  /** The index of the current step; beyond the last one, all are done. */
  now: number;
}) {
  return (
    <ol className={classes.steps} aria-label={label}>
      {steps.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && <li className={classes.line} role="presentation" />}
          <li
            className={classes.step}
            data-state={index < now ? "done" : index === now ? "now" : undefined}
            aria-current={index === now ? "step" : undefined}
          >
            <span className={classes.number}>
              {index < now ? <Icon name="check" size={11} /> : index + 1}
            </span>
            <span className={classes.name}>
              {name}
              {index < now && <span className="visually-hidden">, done</span>}
            </span>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
