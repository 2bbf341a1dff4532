"use client";
// The table tab: the graph's points as rows, or a placeholder without data.
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import { firstGraphData } from "@/domain/graph-data";
import { useReading } from "@/data/preferences";
import type { Sensor, Series } from "@/domain/types";
import { SeriesTable } from "@/parts/series-table";
import { SkeletonRows } from "@/ui/skeleton";
import { GraphFailed } from "./placeholders";

export function TablePanel({
  sensor,
  series,
  zone,
}: {
  sensor: Sensor;
  series: UseQueryResult<Series>;
  zone: string;
}) {
  const { unit } = useReading();
  const data = useMemo(() => firstGraphData(series.data, unit), [series.data, unit]);
  if (data) return <SeriesTable name={sensor.name} data={data} unit={unit} zone={zone} />;
  return series.isError ? (
    <GraphFailed error={series.error} onAgain={() => void series.refetch()} />
  ) : (
    <SkeletonRows rows={8} />
  );
}
