"use client";
// What is open: what it is, since when, and where it says what to do.
import { Moment, Sentence } from "@/parts/moment";
import type { Zone } from "@/time/zoned";
import { Icon } from "@/ui/icon";
import type { Item } from "./open-items";
import classes from "./status-page.module.css";

const SEVERITIES = { critical: "Critical", warning: "Warning", note: "Note" };

export function OpenList({ items, zone, label }: { items: Item[]; zone: Zone; label: string }) {
  return (
    <ul className={classes.open} aria-label={label}>
      {items.map((item) => (
        <li
          key={item.key}
          data-severity={item.severity}
          data-pending={item.pending || undefined}
          data-rule={item.rule ?? undefined}
        >
          <Icon name={item.severity === "note" || item.pending ? "info" : "alert"} />
          <div>
            <h3>
              <span className="visually-hidden">
                {item.pending ? "Pending" : SEVERITIES[item.severity]}:{" "}
              </span>
              {item.title}
            </h3>
            {item.text && (
              <p>
                <Sentence text={item.text} times={item.times ?? []} zone={zone} />
              </p>
            )}
            {(item.since !== null || item.rule !== null) && (
              <p className={classes.since}>
                {item.since !== null && (
                  <>
                    {item.pending ? "pending since " : "since "}
                    <Moment at={item.since} zone={zone} />
                  </>
                )}
                {item.since !== null && item.rule !== null && " · "}
                {item.rule !== null && `rule ${item.rule}`}
              </p>
            )}
          </div>
          {item.runbook !== null && (
            <a className="link" href={item.runbook} rel="noreferrer" target="_blank">
              What to do<span className="visually-hidden"> about: {item.title}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
