"use client";
// The hours that do not balance, with both counts.
import { Moment } from "@/parts/moment";
import { count } from "@/domain/format";
import { day } from "@/time/moment";
import type { BookDifference } from "@/domain/types";
import { Icon } from "@/ui/icon";
import classes from "./differences.module.css";

const MOST = 5;

/** "1,203 readings stored according to the ledger, 1,202 found: 1 missing" */
export function differenceWords({ kind, expected, found }: BookDifference): string {
  const by = Math.abs(expected - found);
  const off = `${count(by)} ${found < expected ? "missing" : "too many"}`;
  switch (kind) {
    case "messages":
      return `${count(expected)} messages received, ${count(found)} decoded or undecodable: ${off}`;
    case "elements":
      return `${count(expected)} elements offered, ${count(found)} accounted for: ${off}`;
    case "rows":
      return `${count(expected)} readings stored according to the ledger, ${count(found)} found: ${off}`;
  }
}

export function Differences({ of, zone }: { of: BookDifference[]; zone: string }) {
  if (of.length === 0) return null;
  return (
    <section className={classes.part} aria-label="Differences" data-testid="differences">
      <h2>What does not balance</h2>
      <ul>
        {of.slice(0, MOST).map((difference) => (
          <li
            key={`${difference.hour}${difference.kind}${difference.day}`}
            data-kind={difference.kind}
          >
            <Icon name="x" />
            <span>
              <b>
                Hour from <Moment at={difference.hour} zone={zone} />
              </b>{" "}
              {differenceWords(difference)}
              {difference.day !== null && (
                <small>, measured {day(difference.day, "UTC")} (UTC)</small>
              )}
            </span>
          </li>
        ))}
      </ul>
      {of.length > MOST && <p>And {count(of.length - MOST)} more.</p>}
    </section>
  );
}
