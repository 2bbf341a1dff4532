"use client";
// The table tab: the graph's points as rows, or a placeholder without data.
import type { UseQueryResult } from "@tanstack/react-query";
import { useReading } from "@/data/preferences";
import type { Span } from "@/domain/focus";
import type { GraphData } from "@/domain/graph-data";
import type { Sensor, Series } from "@/domain/types";
import { SeriesTable } from "@/parts/series-table";
import { SkeletonRows } from "@/ui/skeleton";
import { GraphFailed } from "./placeholders";
import type { Focus } from "./use-focus";
import classes from "./table-panel.module.css";

export function TablePanel({
  sensor,
  series,
  data,
  zone,
  focus,
  onCorrect,
}: {
  sensor: Sensor;
  series: UseQueryResult<Series>;
  data: GraphData | null;
  zone: string;
  focus: Focus;
  onCorrect: ((stretch: Span) => void) | undefined;
}) {
  const { unit } = useReading();
  if (data)
    return (
      <>
        {focus.span && (
          <p className={classes.only} data-testid="only-excursion">
            Only the rows of one excursion are listed.{" "}
            <a className="link" {...focus.linkAll}>
              Show all rows
            </a>
          </p>
        )}
        <SeriesTable
          name={sensor.name}
          data={data}
          only={focus.span}
          unit={unit}
          zone={zone}
          onCorrect={onCorrect}
        />
      </>
    );
  return series.isError ? (
    <GraphFailed error={series.error} onAgain={() => void series.refetch()} />
  ) : (
    <SkeletonRows rows={8} />
  );
}
