"use client";
// The ledger tiles of the strip: readings stored, and the equation that must balance.
import { Fragment } from "react";
import { Icon } from "@/ui/icon";
import { PageLink } from "@/ui/page-link";
import { count } from "@/domain/format";
import { rejectSum } from "@/domain/reject-words";
import { clock } from "@/time/moment";
import { useAsOfWords } from "@/data/live/as-of";
import { Written } from "@/parts/moment";
import { nameOf, type Zone } from "@/time/zoned";
import type { Recent } from "./recent-ledger";
import classes from "./strip.module.css";

const MINUTE = 60_000;

interface Props {
  recent: Recent | null;
  zone: Zone;
}

/** @param of what is counted: "Readings", or that they are of all sites */
export function Received({ recent, zone, of }: Props & { of: string }) {
  const minutes = recent ? Math.max(1, (recent.to - recent.from) / MINUTE) : 1;
  const most = Math.max(1, ...(recent?.bars.map((bar) => bar.stored) ?? []));
  return (
    <div className={classes.wide}>
      <div className={classes.key}>
        <span className={classes.ellipsis}>
          {of}
          {recent && (
            <>
              , {recent.hour.open && "since "}
              <Span recent={recent} zone={zone} />
            </>
          )}
        </span>
      </div>
      <div className={classes.bars}>
        <div>
          <div className={classes.figure}>{recent ? count(recent.hour.stored) : "–"}</div>
          <div className={classes.sub}>
            {recent
              ? `${count(Math.round(recent.hour.stored / minutes))} per minute`
              : "nothing counted yet"}
          </div>
        </div>
        {recent && (
          <svg
            width="96"
            height="38"
            viewBox="0 0 96 38"
            role="img"
            aria-label="Readings per hour, last 24 hours"
          >
            {recent.bars.map((bar, i) => {
              const height = bar.stored === 0 ? 0 : Math.max(1, (bar.stored / most) * 36);
              return (
                <rect
                  key={bar.hour}
                  x={i * 4}
                  y={38 - height}
                  width="3"
                  height={height}
                  fill="var(--iso-spark)"
                  opacity={bar.open ? 0.22 : 0.42}
                />
              );
            })}
          </svg>
        )}
      </div>
    </div>
  );
}

/** "13:00", or "13:00 to 14:00" once the hour is full */
function Span({ recent, zone }: { recent: Recent; zone: Zone }) {
  return (
    <>
      <Written at={recent.from} zone={zone}>
        {clock(recent.from, recent.hour.open ? zone : nameOf(zone))}
      </Written>
      {!recent.hour.open && (
        <>
          {" to "}
          <Written at={recent.to} zone={zone}>
            {clock(recent.to, zone)}
          </Written>
        </>
      )}
    </>
  );
}

export function LedgerSums({ recent, zone }: Props) {
  const asOf = useAsOfWords();
  if (!recent)
    return (
      <div className={classes.wide}>
        <div className={classes.key}>Ledger</div>
        <div className={classes.sub}>nothing counted yet</div>
      </div>
    );
  const { hour, balanced } = recent;
  const terms: [string, number][] = [
    ["offered", hour.offered],
    ["stored", hour.stored],
    ["duplicate", hour.duplicate],
    ["rejected", hour.rejected],
    ["ignored", hour.ignored],
  ];
  const state = hour.open ? "open" : balanced ? "balanced" : "off";
  return (
    <PageLink
      href="/ledger"
      className={classes.wide}
      data-testid="ledger-state"
      data-state={state}
      data-current
    >
      <span className={classes.key}>
        <Icon
          name={state === "open" ? "never" : state === "balanced" ? "ok" : "alert"}
          size={14}
          className={classes[state]}
        />
        {state === "off"
          ? "Ledger does not balance"
          : state === "open"
            ? "Ledger, open hour"
            : "Ledger balanced"}
        , {recent.hour.open && "since "}
        <Span recent={recent} zone={zone} />
        {asOf && `, ${asOf}`}
      </span>
      <span className={classes.sum}>
        {terms.map(([word, value], i) => (
          <Fragment key={word}>
            {i > 0 && <i>{i === 1 ? "=" : "+"}</i>}
            <span>
              <b>{count(value)}</b>
              {word}
            </span>
          </Fragment>
        ))}
      </span>
      {hour.undecodable > 0 && <span className={classes.sub}>{rejectSum(hour)}</span>}
    </PageLink>
  );
}
