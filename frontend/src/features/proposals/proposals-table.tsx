"use client";
// The table of proposed channels with their readings; pressing a row opens its form.
import Link from "next/link";
import { Fragment } from "react";
import { mayBeTemperature, sentNumber } from "@/domain/evidence";
import { count, degrees, unitSign, SPACE } from "@/domain/format";
import { rejects } from "@/domain/reject-words";
import { age, dayAndTime } from "@/time/moment";
import type { Zone } from "@/time/zoned";
import { useZone } from "@/data/zones";
import { Moment } from "@/parts/moment";
import { qualityWords } from "@/domain/quality";
import type { Proposal } from "@/domain/types";
import { useReading } from "@/data/preferences";
import { useSiteNames } from "@/data/site-names";
import { useRowKeys } from "@/ui/use-row-keys";
import { Cell } from "@/ui/cell";
import { Sparkline } from "@/parts/sparkline";
import { Icon } from "@/ui/icon";
import table from "@/ui/table.module.css";
import {
  intervalWords,
  keyOf,
  readingsWords,
  sampleSeries,
  takenUnit,
  unitName,
} from "@/parts/install/words";
import classes from "./proposals-table.module.css";

export function ProposalsTable({
  items,
  action,
  chosen,
  onChoose,
}: {
  items: Proposal[];
  /** What pressing a row leads to, in a word. */
  action: string;
  chosen: string | null;
  onChoose: (key: string) => void;
}) {
  const body = useRowKeys();
  const others = items.findIndex((proposal) => !mayBeTemperature(proposal));
  return (
    <table className={`${table.table} ${table.list}`} data-testid="proposals">
      <thead>
        <tr>
          <th scope="col">Device / channel</th>
          <th scope="col" className={table.mid}>
            First reading
          </th>
          <th scope="col" className={`${table.number} ${table.mid}`}>
            Readings
          </th>
          <th scope="col" className={table.number}>
            Latest
          </th>
          <th scope="col" className={`${table.wide} ${classes.spark}`}>
            Latest readings
          </th>
          <th scope="col" className={classes.action}>
            <span className="visually-hidden">{action}</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {items.map((proposal, index) => (
          <Fragment key={keyOf(proposal)}>
            {index === others && (
              <tr data-testid="others">
                <th scope="rowgroup" colSpan={6} className={classes.others}>
                  Probably not temperatures: {count(items.length - others)}
                </th>
              </tr>
            )}
            <Row
              proposal={proposal}
              action={mayBeTemperature(proposal) ? action : "Open"}
              selected={keyOf(proposal) === chosen}
              onChoose={() => onChoose(keyOf(proposal))}
            />
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Row({
  proposal,
  action,
  selected,
  onChoose,
}: {
  proposal: Proposal;
  action: string;
  selected: boolean;
  onChoose: () => void;
}) {
  const site = useSiteNames().get(proposal.site ?? "");
  const zone = useZone(site?.time_zone ?? null);
  const first = proposal.first_measured;
  const every = intervalWords(proposal.interval_s);
  return (
    <tr data-press data-proposal={keyOf(proposal)} aria-selected={selected} onClick={onChoose}>
      <td>
        <button
          type="button"
          data-row
          className={`${table.press} ${table.name} mono`}
          onClick={onChoose}
        >
          {proposal.device} / {proposal.channel}
        </button>
        <span className={table.under}>
          {site?.name ?? proposal.site ?? "no home site yet"}
          {proposal.label && ` · ${proposal.label}`}
        </span>
        {proposal.name_says && (
          <span className={classes.evidence} data-testid="name-says">
            {proposal.name_says.why}
          </span>
        )}
        {proposal.rejected > 0 && (
          <Link
            href={`/ledger?device=${encodeURIComponent(proposal.device)}`}
            className={classes.rejected}
            onClick={(event) => event.stopPropagation()}
          >
            {rejects(proposal.rejected)} in 24 h
          </Link>
        )}
      </td>
      <Cell label="First reading" className={`${table.mid} ${table.muted}`}>
        {first === null ? "none yet" : <Moment at={first} zone={zone} as={dayAndTime} />}
      </Cell>
      <Cell label="Readings" className={`${table.number} ${table.mid}`}>
        {readingsWords(proposal)}
        {every && <span className={table.under}>every {every}</span>}
      </Cell>
      <Cell label="Latest" className={table.number}>
        <Latest proposal={proposal} zone={zone} />
      </Cell>
      <Cell label="Latest readings" className={`${table.wide} ${classes.spark}`}>
        <Samples proposal={proposal} />
      </Cell>
      {/* The name is the row's button; this shows that it can be pressed. */}
      <td className={classes.action} aria-hidden="true">
        <span>
          <em>{action}</em>
          <Icon name="right" size={14} />
        </span>
      </td>
    </tr>
  );
}

function Latest({ proposal, zone }: { proposal: Proposal; zone: Zone }) {
  const { unit } = useReading();
  const { last, unit_guess: guess } = proposal;
  if (!last) return <span className={table.under}>nothing received</span>;
  const words = qualityWords(last.quality);
  const doubt = guess !== null && guess.unit !== takenUnit(proposal);
  return (
    <>
      {last.value === null ? (
        <span className={classes.fault}>fault</span>
      ) : (
        <span className={classes.value}>
          {mayBeTemperature(proposal) ? (
            <>
              {degrees(last.value, unit)}
              <small>
                {SPACE}
                {unitSign(unit)}
              </small>
            </>
          ) : (
            sentNumber(last.value, takenUnit(proposal))
          )}
        </span>
      )}
      <span className={table.under}>
        {doubt ? (
          `perhaps ${unitName(guess.unit)}?`
        ) : (
          <Moment at={last.measured} zone={zone} as={age} />
        )}
      </span>
      {words !== null && <span className={table.under}>{words}</span>}
    </>
  );
}

function Samples({ proposal }: { proposal: Proposal }) {
  const drawn = sampleSeries(proposal);
  if (!drawn)
    return (
      <span className={table.under}>{proposal.samples[0] ? "one reading" : "no reading yet"}</span>
    );
  const newest = proposal.samples.find((sample) => sample.value !== null);
  return (
    <Sparkline
      {...drawn}
      limits={null}
      width={176}
      height={34}
      last={newest?.value == null ? null : { time: newest.measured, value: newest.value }}
    />
  );
}
