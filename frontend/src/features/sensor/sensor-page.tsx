"use client";
// The page of one sensor: current state, graph, table, limits and installations.
import { useMediaQuery } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { useEffect } from "react";
import { ApiProblem } from "@/data/api/http";
import { useSensor } from "@/data/api/sensor";
import { serverNow } from "@/time/server-clock";
import { useSensors } from "@/data/live/sensors";
import { PHONE } from "@/domain/phone";
import { ReadingProvider, useReading } from "@/data/preferences";
import { ends, follows, pointsFor } from "@/time/range";
import { useFollowedSeries } from "@/data/use-followed-series";
import { useKeys } from "@/ui/use-keys";
import { RangeBar } from "@/parts/range/range-bar";
import { ReadingMenu } from "@/parts/range/reading-menu";
import { useRange } from "@/parts/range/use-range";
import { useReadingChoice, type ReadingControl } from "@/parts/range/use-reading-choice";
import { BoneRows } from "@/ui/skeleton";
import { NoSuchSensor, SensorFailed, SensorLoading } from "./faces";
import { GraphPanel } from "./graph-panel";
import { Header } from "./header";
import { Navigator } from "./navigator";
import { StatisticsStrip } from "./statistics-strip";
import { TablePanel } from "./table-panel";
import { ViewActions } from "./view-actions";
import { Tabs } from "./tabs";
import { useTab } from "./use-tab";

// Loaded on demand: most visitors never open these tabs.
const Installations = dynamic(
  () => import("./installations").then((module) => module.Installations),
  { loading: () => <BoneRows rows={3} /> },
);
const Limits = dynamic(() => import("./limits").then((module) => module.Limits), {
  loading: () => <BoneRows rows={3} />,
});

/**
 * Unit and zone come from the address, else from the profile.
 * @param requestedAt when the page was requested, in milliseconds; null if unknown
 */
export function SensorPage({ id, requestedAt }: { id: string; requestedAt: number | null }) {
  const reading = useReadingChoice();
  return (
    <ReadingProvider value={reading.choice}>
      <View id={id} requestedAt={requestedAt} reading={reading} />
    </ReadingProvider>
  );
}

function View({
  id,
  requestedAt,
  reading,
}: {
  id: string;
  requestedAt: number | null;
  reading: ReadingControl;
}) {
  const detail = useSensor(id);
  const live = useSensors().data?.find((sensor) => sensor.id === id);
  const sensor = live ?? detail.data;
  const phone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const [tab, setTab] = useTab();
  const range = useRange();
  const points = pointsFor(phone);
  const series = useFollowedSeries(
    [id],
    range.range,
    points,
    sensor?.latest?.time ?? null,
    requestedAt,
  );
  const { zoneOf } = useReading();
  const name = sensor?.name;
  useEffect(() => {
    if (name) document.title = `${name} · Isotherm`;
  }, [name]);
  useKeys({ t: () => setTab(tab === "graph" ? "table" : "graph") });

  if (detail.error instanceof ApiProblem && detail.error.missing) return <NoSuchSensor />;
  if (!sensor) return detail.error ? <SensorFailed error={detail.error} /> : <SensorLoading />;
  const zone = zoneOf(sensor.time_zone);
  const requested = ends(range.range, serverNow());
  // A range that follows now shows the last response's range; a fixed one is shown at once.
  const view =
    follows(range.range) && series.data
      ? { from: series.data.from, to: series.data.to }
      : requested;
  const installed = detail.data?.installations ?? [];
  return (
    <>
      <Header
        sensor={sensor}
        zone={zone}
        actions={
          <ViewActions
            sensor={sensor}
            data={series.data}
            range={range.range}
            view={view}
            zone={zone}
          />
        }
      />
      <Tabs tab={tab} installations={detail.data ? installed.length : null} onTab={setTab} />
      {tab === "limits" && (
        <div role="tabpanel" id="panel" aria-label="Limits">
          <Limits sensor={sensor} zone={zone} />
        </div>
      )}
      {tab === "installations" && (
        <div role="tabpanel" id="panel" aria-label="Installations">
          <Installations sensor={sensor} zone={zone} />
        </div>
      )}
      {(tab === "graph" || tab === "table") && (
        <>
          <RangeBar range={range} view={view} zone={zone} phone={phone}>
            <ReadingMenu control={reading} siteZone={sensor.time_zone} at={view.to} />
          </RangeBar>
          <div role="tabpanel" id="panel" aria-label={tab === "graph" ? "Graph" : "Table"}>
            {tab === "graph" ? (
              <GraphPanel
                sensor={sensor}
                series={series}
                range={range}
                view={view}
                zone={zone}
                phone={phone}
              />
            ) : (
              <TablePanel sensor={sensor} series={series} zone={zone} />
            )}
          </div>
          {tab === "graph" && !phone && series.data && view.from < serverNow() && (
            <Navigator
              id={id}
              view={view}
              zone={zone}
              installations={installed}
              onRange={range.show}
            />
          )}
          <StatisticsStrip id={id} range={range.range} zone={zone} />
        </>
      )}
    </>
  );
}
