"use client";
// The cells of a sensor: the same in the table and on a phone's card.
import type { TimedSpark } from "@/data/api/sparks";
import { SPACE, degrees, share, unitSign } from "@/domain/format";
import { duration } from "@/time/duration";
import { useNow } from "@/time/now";
import { useStateNow } from "@/data/live/state-now";
import { age, clock } from "@/time/moment";
import { useReading } from "@/data/preferences";
import { againstLimits, type Known } from "@/domain/state";
import type { Sensor } from "@/domain/types";
import { CoverageBar } from "@/ui/coverage-bar";
import { EmptySpark, Sparkline } from "@/parts/sparkline";
import type { Row } from "./rows";
import classes from "./cells.module.css";

export function SinceText({ known }: { known: Known }) {
  const now = useStateNow();
  if (known.state === "in_range" || known.state === "never") return null;
  if (known.since === null && known.time === null) return null;
  return known.since === null ? "for over a day" : `for ${duration(now - known.since)}`;
}

export function Place({ sensor }: { sensor: Sensor }) {
  return (
    <div className={classes.where}>
      {sensor.site_name}
      {sensor.place && ` · ${sensor.place}`}
    </div>
  );
}

export function Value({ row: { sensor, known }, old }: { row: Row; old: boolean }) {
  const { unit } = useReading();
  const out = !old && (known.state === "above" || known.state === "below");
  return (
    <span
      className={`${classes.value} figures`}
      data-old={old || known.old || undefined}
      data-out={out || undefined}
    >
      <span
        data-testid="latest-value"
        data-time={known.time ?? undefined}
        data-sensor-value={sensor.id}
      >
        {degrees(known.value, unit)}
      </span>
      {known.value !== null && (
        <span className={classes.unit}>
          {SPACE}
          {unitSign(unit)}
        </span>
      )}
    </span>
  );
}

/** The value against its limits; when the page is not live, when it was measured. */
export function AgainstLimits({ row: { sensor, known }, old }: { row: Row; old: boolean }) {
  const now = useStateNow();
  const { unit, zoneOf } = useReading();
  const zone = zoneOf(sensor.time_zone);
  const text =
    old && !known.old && known.time !== null
      ? `measured ${clock(known.time, zone, true)}`
      : againstLimits(sensor, known, unit, now, zone);
  return <span className={`${classes.small} figures`}>{text}</span>;
}

export function Spark24({
  row: { sensor, known },
  spark,
  width,
  height = 36,
}: {
  row: Row;
  spark: TimedSpark | undefined;
  width: number;
  height?: number;
}) {
  if (!spark) return <EmptySpark width={width} height={height} waiting={known.state !== "never"} />;
  const last =
    known.time !== null && known.value !== null ? { time: known.time, value: known.value } : null;
  return (
    <Sparkline
      from={spark.from}
      to={spark.to}
      time={spark.time}
      value={spark.value}
      gaps={spark.gaps}
      faults={spark.faults}
      limits={sensor.limits}
      last={last}
      width={width}
      height={height}
    />
  );
}

/** The share of the last day that is known: from the row's own spark, which knows the last hour too. */
export function Coverage({ row: { sensor }, spark }: { row: Row; spark: TimedSpark | undefined }) {
  const coverage = spark?.coverage ?? sensor.coverage;
  if (coverage == null || !sensor.latest) return <b>–</b>;
  return (
    <>
      <CoverageBar part={coverage} />
      <b>{share(coverage)}</b>
    </>
  );
}

export function LastSeen({ sensor }: { sensor: Sensor }) {
  const now = useNow();
  const { zoneOf } = useReading();
  if (!sensor.latest) return <span className={classes.small}>never</span>;
  return (
    <span data-testid="last-seen">{age(sensor.latest.time, now, zoneOf(sensor.time_zone))}</span>
  );
}
