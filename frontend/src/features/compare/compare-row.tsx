"use client";
// A row of the table of compared sensors.
import Link from "next/link";
import type { Line } from "@/domain/compare-view";
import { fullName, type Distinctions } from "@/domain/distinct-names";
import { DASH, SPACE, share } from "@/domain/format";
import { duration } from "@/time/duration";
import { useIsOld, useStateNow } from "@/data/live/state-now";
import { judge } from "@/domain/state";
import { boundsIn, judgedDegrees, valueText, type Bounds } from "@/domain/verdict";
import type { Excursions, Sensor, Statistics, Unit } from "@/domain/types";
import { Button } from "@/ui/button";
import { Cell } from "@/ui/cell";
import { Checkbox } from "@/ui/checkbox";
import { CoverageBar } from "@/ui/coverage-bar";
import type { GraphCursor } from "@/parts/graph/graph";
import { Icon } from "@/ui/icon";
import { StateMark } from "@/parts/state-mark";
import type { CompareControl } from "./use-compare";
import { rangeQuery, type Range } from "@/time/range";
import { BEFORE_KEY } from "./use-lines";
import classes from "./compare-table.module.css";

interface Props {
  compare: CompareControl;
  cursor: GraphCursor | null;
  onPointed: (id: string | null) => void;
  line: Line;
  sensor: Sensor;
  figures: Statistics | undefined;
  /** The figures of the earlier period; undefined without one. */
  earlier: Statistics | undefined;
  unit: Unit;
  /** The range in view, which the sensor's page shows too. */
  range: Range;
  at: string;
  /** What tells the sensors of one name apart. */
  told: Distinctions;
}

export function CompareRow({
  line: { id, colour, hidden },
  sensor,
  figures,
  earlier,
  unit,
  range,
  compare,
  cursor,
  at,
  told,
  onPointed,
}: Props) {
  const full = fullName(sensor, told);
  const judged = judge(sensor, useStateNow());
  const old = useIsOld();
  const page = `/sensors/${id}?${rangeQuery(range)}`;
  const figure = (value: number | null | undefined) =>
    judgedDegrees(value ?? null, sensor.limits, unit);
  const past = (value: number | null | undefined) => (value == null ? null : figure(value));
  return (
    <tr
      data-sensor={id}
      data-hidden={hidden || undefined}
      onPointerEnter={() => onPointed(hidden ? null : id)}
      onPointerLeave={() => onPointed(null)}
    >
      <td className={classes.box}>
        <Checkbox label={`Draw ${full}`} checked={!hidden} onChange={() => compare.toggle(id)} />
      </td>
      <td className={classes.swatch}>
        <i style={{ background: `var(--iso-s${colour})` }} />
      </td>
      <th scope="row">
        <Link prefetch={false} href={page} data-row className={classes.name}>
          {sensor.name}
        </Link>{" "}
        <span className={classes.where}>{told.get(id) ?? sensor.place ?? sensor.site_name}</span>
      </th>
      <Cell label="State" className={classes.state}>
        <StateMark state={judged.state} />
      </Cell>
      <AtCursor
        id={id}
        cursor={hidden ? null : cursor}
        label={at}
        bounds={boundsIn(sensor.limits, unit)}
      />
      <Cell label="Latest" className={classes.number}>
        {judged.old || old ? (
          <span className={classes.quiet}>{figure(judged.value)}</span>
        ) : (
          figure(judged.value)
        )}
      </Cell>
      <Cell label="Min" className={classes.number} data-testid="min">
        <Figure now={figure(figures?.min?.value)} before={past(earlier?.min?.value)} />
      </Cell>
      <Cell label="Mean" className={classes.number} data-testid="mean">
        <Figure now={figure(figures?.mean)} before={past(earlier?.mean)} />
      </Cell>
      <Cell label="Max" className={classes.number} data-testid="max">
        <Figure now={figure(figures?.max?.value)} before={past(earlier?.max?.value)} />
      </Cell>
      <Cell label="Above limit" className={classes.number} data-testid="above">
        <Beyond of="above" {...{ figures, earlier, page, full }} />
      </Cell>
      <Cell label="Below limit" className={classes.number} data-testid="below">
        <Beyond of="below" {...{ figures, earlier, page, full }} />
      </Cell>
      <Cell label="Coverage" className={classes.number}>
        <span className={classes.coverage}>
          {figures?.coverage != null && <CoverageBar part={figures.coverage} />}
          <b>{figures?.coverage == null ? DASH : share(figures.coverage)}</b>
        </span>
      </Cell>
      <td className={classes.out}>
        <Button
          kind="bare"
          size="sm"
          icon
          aria-label={`Remove ${full}`}
          onClick={() => compare.remove(id)}
        >
          <Icon name="x" />
        </Button>
      </td>
    </tr>
  );
}

/** The value under the crosshair, and below it that of the earlier period. */
function AtCursor({
  id,
  cursor,
  label,
  bounds,
}: {
  id: string;
  cursor: GraphCursor | null;
  label: string;
  bounds: Bounds;
}) {
  const point = cursor?.points[id];
  const before = cursor?.points[id + BEFORE_KEY];
  return (
    <Cell label={label} className={`${classes.number} ${classes.at}`} data-testid="at-cursor">
      {point ? (
        <b>{valueText(point.avg, bounds)}</b>
      ) : (
        <span className={classes.quiet}>{cursor && point === null ? "no data" : DASH}</span>
      )}
      <Before text={before ? valueText(before.avg, bounds) : null} />
    </Cell>
  );
}

/** A figure of the range in view, and below it that of the earlier period. */
function Figure({ now, before }: { now: string; before: string | null }) {
  return (
    <>
      {now}
      <Before text={before} />
    </>
  );
}

const Before = ({ text }: { text: string | null }) =>
  text !== null && <span className={classes.before}>before {text}</span>;

const beyondWords = ({ seconds }: Excursions): string =>
  seconds > 0 ? duration(seconds * 1000) : `0${SPACE}min`;

/** The time beyond a limit, as a link to the sensor's excursions in the range. */
function Beyond({
  figures,
  earlier,
  of,
  page,
  full,
}: {
  figures: Statistics | undefined;
  earlier: Statistics | undefined;
  of: "above" | "below";
  page: string;
  full: string;
}) {
  const beyond: Excursions | undefined = figures?.[of];
  if (!beyond || figures?.n === 0) return <span className={classes.quiet}>{DASH}</span>;
  return (
    <>
      {beyond.times === 0 ? (
        <span className={classes.quiet}>{beyondWords(beyond)}</span>
      ) : (
        <Link
          prefetch={false}
          href={page}
          className={classes.beyond}
          aria-label={`${beyondWords(beyond)}, excursions of ${full}`}
        >
          {beyondWords(beyond)}
        </Link>
      )}
      <Before text={earlier && earlier.n > 0 ? beyondWords(earlier[of]) : null} />
    </>
  );
}
