"use client";
// The cells of a sensor, shared by the table and the phone's cards.
import type { TimedSpark } from "@/data/api/sparks";
import { SPACE, share, unitSign } from "@/domain/format";
import { isOutOfRange, knownBetween } from "@/domain/lasting";
import { judgedDegrees } from "@/domain/verdict";
import { duration } from "@/time/duration";
import { useStateNow } from "@/data/live/state-now";
import { useAsOfWords } from "@/data/live/as-of";
import { useZone } from "@/data/zones";
import { Moment, Sentence, Written } from "@/parts/moment";
import { age, brief, clock } from "@/time/moment";
import { useReading } from "@/data/preferences";
import { againstLimits, needsAttention, type Judged } from "@/domain/state";
import type { Sensor } from "@/domain/types";
import { CoverageBar } from "@/ui/coverage-bar";
import { EmptySpark, Sparkline } from "@/parts/sparkline";
import type { Row } from "./rows";
import classes from "./cells.module.css";

/** How long the state has lasted; out of range, without the gaps and faults that the spark shows. */
export function SinceText({ judged, spark }: { judged: Judged; spark: TimedSpark | undefined }) {
  const now = useStateNow();
  const asOf = useAsOfWords();
  if (asOf !== null) return asOf;
  if (!needsAttention(judged.state)) return null;
  if (judged.since === null && judged.time === null) return null;
  if (judged.since === null) return "for over a day";
  const unknown = isOutOfRange(judged) && spark ? [...spark.gaps, ...spark.faults] : [];
  return `for ${duration(knownBetween(judged.since, now, unknown))}`;
}

export function Place({ sensor }: { sensor: Sensor }) {
  return (
    <div className={classes.where}>
      {sensor.site_name}
      {sensor.place && ` · ${sensor.place}`}
    </div>
  );
}

export function Value({ row: { sensor, judged }, old }: { row: Row; old: boolean }) {
  const { unit } = useReading();
  const out = !old && (judged.state === "above" || judged.state === "below");
  return (
    <span
      className={`${classes.value} figures`}
      data-old={old || judged.old || undefined}
      data-out={out || undefined}
    >
      <span
        data-testid="latest-value"
        data-time={judged.time ?? undefined}
        data-sensor-value={sensor.id}
      >
        {judgedDegrees(judged.value, sensor.limits, unit)}
      </span>
      {judged.value !== null && (
        <span className={classes.unit}>
          {SPACE}
          {unitSign(unit)}
        </span>
      )}
    </span>
  );
}

/** The value compared with its limits; while the page is not live, the time of measurement. */
export function AgainstLimits({ row: { sensor, judged }, old }: { row: Row; old: boolean }) {
  const now = useStateNow();
  const { unit } = useReading();
  const zone = useZone(sensor.time_zone);
  const measured = old && !judged.old ? judged.time : null;
  return (
    <span className={`${classes.small} figures`}>
      {measured !== null ? (
        <>
          measured{" "}
          <Written at={measured} zone={zone}>
            {clock(measured, zone, true)}
          </Written>
        </>
      ) : (
        <Sentence
          text={againstLimits(sensor, judged, unit, now, zone)}
          times={[judged.since ?? judged.time]}
          zone={zone}
          as={brief}
        />
      )}
    </span>
  );
}

export function Spark24({
  row: { sensor, judged },
  spark,
  width,
  height = 36,
}: {
  row: Row;
  spark: TimedSpark | undefined;
  width: number;
  height?: number;
}) {
  if (!spark)
    return <EmptySpark width={width} height={height} waiting={judged.state !== "never"} />;
  const last =
    judged.time !== null && judged.value !== null
      ? { time: judged.time, value: judged.value }
      : null;
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

/** Coverage of the last 24 hours, from the row's spark if loaded, which includes the last hour. */
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
  const zone = useZone(sensor.time_zone);
  if (!sensor.latest) return <span className={classes.small}>never</span>;
  return (
    <span data-testid="last-seen">
      <Moment at={sensor.latest.time} zone={zone} as={age} />
    </span>
  );
}
