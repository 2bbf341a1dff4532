"use client";
// A sensor on paper: what it is, the period and its limits, the graph, the figures, when it was out of
// range, when nothing is known and, if wanted, every row of the table.
import { useMemo } from "react";
import { useCorrectionsOf } from "@/data/api/corrections";
import { useExcursions, type KnownExcursions } from "@/data/api/excursions";
import { anyRecalculating } from "@/data/api/recalculating";
import { useStatistics } from "@/data/api/statistics";
import { useReading } from "@/data/preferences";
import { withCorrected } from "@/domain/corrected-graph";
import { correctedSpans } from "@/domain/correction";
import { firstExactData } from "@/domain/exact-spans";
import { unitSign } from "@/domain/format";
import type { Correction, Sensor, SensorDetail, Series } from "@/domain/types";
import { PaperGraph } from "@/parts/graph/paper-graph";
import { SeriesTable } from "@/parts/series-table";
import type { Range } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import { usePrinting } from "@/ui/use-printing";
import { CorrectionTable } from "./correction-table";
import { ExcursionTable, Figures, UnknownTable } from "./sheet-tables";
import {
  deviceLines,
  everyWords,
  limitsLines,
  pointWords,
  spanWords,
  zonesWords,
} from "./sheet-words";
import classes from "./sheet.module.css";

interface Props {
  sensor: Sensor;
  installations: SensorDetail["installations"];
  series: Series | undefined;
  range: Range;
  zone: string;
  /** Print all rows of the table as well. */
  rows: boolean;
}

const CORRECTED =
  "What a person set aside is grey; a line along the top is over what else was corrected.";

/** It asks for its data while the page is on a screen: once the browser prints, there is no time to. */
export function SensorSheet(props: Props) {
  const ids = [props.sensor.id];
  const statistics = useStatistics(ids, props.range, serverNow).data?.[0];
  const excursions = useExcursions(ids, props.range, serverNow).data;
  const corrections = useCorrectionsOf(props.sensor.id, props.range, serverNow).data;
  return usePrinting() ? <Sheet {...props} {...{ statistics, excursions, corrections }} /> : null;
}

function Sheet({
  sensor,
  installations,
  series,
  zone,
  rows,
  statistics,
  excursions,
  corrections,
}: Props & {
  statistics: Parameters<typeof Figures>[0]["of"];
  excursions: KnownExcursions[] | undefined;
  corrections: Correction[] | undefined;
}) {
  const { unit } = useReading();
  const data = useMemo(() => {
    const exact = firstExactData(series, excursions, sensor.id, unit);
    return exact && withCorrected(exact, corrections && correctedSpans(corrections));
  }, [series, excursions, corrections, sensor.id, unit]);
  const beyond = excursions?.find((list) => list.sensor === sensor.id);
  const lines = useMemo(
    () => (data ? [{ key: sensor.id, name: sensor.name, colour: 1, data }] : []),
    [data, sensor.id, sensor.name],
  );
  const words = { unit, zone };
  return (
    <article className={classes.sheet} data-testid="print-sheet" data-print-sheet>
      <h1>{sensor.name}</h1>
      {!data && <p>Its readings were not loaded when this was printed.</p>}
      <dl className={classes.facts}>
        <Fact name="Site" lines={[sensor.site_name]} />
        {sensor.place && <Fact name="Place" lines={[sensor.place]} />}
        {data && (
          <>
            <Fact name="Period" lines={[spanWords(data, zone)]} />
            <Fact name="Time zone" lines={[zonesWords(data, zone)]} />
            <Fact name="Device" lines={deviceLines(installations, data, zone)} />
            <Fact name="Limits" lines={limitsLines(data.limits, data, unit, zone)} />
          </>
        )}
        <Fact name="It sends" lines={[everyWords(sensor)]} />
        <Fact name="Unit" lines={[unitSign(unit)]} />
      </dl>
      {data && (
        <>
          <PaperGraph
            lines={lines}
            from={data.from}
            to={data.to}
            label={`Temperature of ${sensor.name}`}
            {...words}
          />
          <p>
            {pointWords(data.bucket)} Dashed lines are limits; where nothing is known, it is
            hatched.{corrections && corrections.length > 0 && ` ${CORRECTED}`}
          </p>
        </>
      )}
      <h2>Figures of the period</h2>
      {anyRecalculating(series, statistics && [statistics], excursions) && (
        <p>
          They were being recalculated after a change when this was printed, and may differ now.
        </p>
      )}
      <Figures of={statistics} limits={sensor.limits} {...words} />
      <h2>Out of range</h2>
      {beyond ? (
        <ExcursionTable items={beyond.items} total={beyond.total} {...words} />
      ) : (
        <p>When it was out of range was not loaded when this was printed.</p>
      )}
      <CorrectionTable items={corrections} zone={zone} />
      {data && (
        <>
          <h2>Without data</h2>
          <UnknownTable data={data} zone={zone} />
          {rows && (
            <section className={classes.rows}>
              <h2>Readings</h2>
              <SeriesTable name={sensor.name} data={data} {...words} />
            </section>
          )}
        </>
      )}
    </article>
  );
}

function Fact({ name, lines }: { name: string; lines: string[] }) {
  return (
    <div>
      <dt>{name}</dt>
      {lines.map((line) => (
        <dd key={line}>{line}</dd>
      ))}
    </div>
  );
}
