"use client";
// What the Graph and Table tabs share: the range, the graph or its rows, the figures and the excursions.
import { useMemo, useRef } from "react";
import { useReading } from "@/data/preferences";
import { useExcursions } from "@/data/api/excursions";
import { anyRecalculating } from "@/data/api/recalculating";
import { firstExactData } from "@/domain/exact-spans";
import { useStatistics } from "@/data/api/statistics";
import { serverNow } from "@/time/server-clock";
import type { Sensor, SensorDetail } from "@/domain/types";
import { RangeBar } from "@/parts/range/range-bar";
import { Recalculating } from "@/parts/range/recalculating";
import { ReadingMenu } from "@/parts/range/reading-menu";
import type { ReadingControl } from "@/parts/range/use-reading-choice";
import { TabPanel } from "@/ui/tabs";
import type { Span } from "@/domain/focus";
import { Made } from "./correction-made";
import type { Correcting } from "./use-correcting";
import { Excursions } from "./excursions";
import { GraphPanel } from "./graph-panel";
import { IntervalHint } from "./interval-hint";
import { Navigator } from "./navigator";
import { Refusals } from "./refusals";
import { StatisticsStrip } from "./statistics-strip";
import { TablePanel } from "./table-panel";
import { useCorrected } from "./use-corrected";
import { useFocus } from "./use-focus";
import { useGraphHeight } from "./use-graph-height";
import type { SensorView } from "./use-sensor-view";
import classes from "./graph-view.module.css";

interface Props {
  sensor: Sensor;
  installed: SensorDetail["installations"];
  /** May correct readings. */
  operator: boolean;
  of: SensorView;
  correcting: Correcting;
  tab: "graph" | "table";
  zone: string;
  reading: ReadingControl;
}

export function GraphView({
  sensor,
  installed,
  operator,
  of,
  correcting,
  tab,
  zone,
  reading,
}: Props) {
  const { range, series, view, phone } = of;
  const { unit } = useReading();
  const excursions = useExcursions([sensor.id], range.range, serverNow).data;
  const exact = useMemo(
    () => firstExactData(series.data, excursions, sensor.id, unit),
    [series.data, excursions, sensor.id, unit],
  );
  const data = useCorrected(sensor.id, range.range, exact);
  const onCorrect = operator ? (span: Span) => correcting.start(span, data) : undefined;
  const statistics = useStatistics([sensor.id], range.range, serverNow);
  const focus = useFocus(range);
  const graph = useRef<HTMLDivElement>(null);
  const figures = useRef<HTMLDivElement>(null);
  const height = useGraphHeight(graph, figures, phone);
  const judged =
    sensor.limits !== null || data?.limits.some(({ low, high }) => low !== null || high !== null);
  return (
    <>
      <RangeBar range={range} view={view} zone={zone} siteZone={sensor.time_zone} phone={phone}>
        <Recalculating active={anyRecalculating(series.data, statistics.data, excursions)} />
        <ReadingMenu control={reading} siteZone={sensor.time_zone} at={view.to} />
      </RangeBar>
      <IntervalHint
        key={sensor.id}
        sensor={sensor}
        first={series.data?.sensors[0]?.first ?? null}
        figures={statistics.data?.[0]}
      />
      <div className={classes.view} data-tab={tab} data-judged={judged || undefined}>
        <div className={classes.main} ref={graph}>
          <TabPanel name={tab === "graph" ? "Graph" : "Table"}>
            {tab === "graph" ? (
              <GraphPanel
                sensor={sensor}
                series={series}
                data={data}
                range={range}
                view={view}
                zone={zone}
                phone={phone}
                height={height}
                chosen={focus.span}
                onCorrect={onCorrect}
              />
            ) : (
              <TablePanel
                sensor={sensor}
                series={series}
                data={data}
                zone={zone}
                focus={focus}
                onCorrect={onCorrect}
              />
            )}
            <Made of={correcting.made} onList={() => of.setTab("corrections")} />
          </TabPanel>
        </div>
        {tab === "graph" && series.data && view.from < serverNow() && (
          <div className={classes.navigator}>
            <Navigator
              id={sensor.id}
              view={view}
              zone={zone}
              installations={installed}
              onRange={range.show}
            />
          </div>
        )}
        <div className={classes.figures} ref={figures}>
          <StatisticsStrip
            sensor={sensor}
            statistics={statistics}
            zone={zone}
            focus={focus}
            range={range.range}
          />
        </div>
        <div className={classes.list}>
          <Excursions
            id={sensor.id}
            range={range.range}
            zone={zone}
            focus={focus}
            graph={data}
            figures={statistics.data?.[0]}
          />
        </div>
      </div>
      <Refusals sensor={sensor} range={range.range} />
    </>
  );
}
