"use client";
// The page of one sensor: current state, graph, table, limits and installations.
import dynamic from "next/dynamic";
import { ApiProblem } from "@/data/api/http";
import { serverNow } from "@/time/server-clock";
import { ReadingProvider } from "@/data/preferences";
import { RangeBar } from "@/parts/range/range-bar";
import { ReadingMenu } from "@/parts/range/reading-menu";
import { useReadingChoice, type ReadingControl } from "@/parts/range/use-reading-choice";
import { SkeletonRows } from "@/ui/skeleton";
import { NoSuchSensor, SensorFailed, SensorLoading } from "./placeholders";
import { GraphPanel } from "./graph-panel";
import { Header } from "./header";
import { Navigator } from "./navigator";
import { Refusals } from "./refusals";
import { StatisticsStrip } from "./statistics-strip";
import { TablePanel } from "./table-panel";
import { ViewActions } from "./view-actions";
import { Tabs } from "./tabs";
import { useSensorView } from "./use-sensor-view";

// Loaded on demand: most visitors never open these tabs.
const Installations = dynamic(
  () => import("./installations").then((module) => module.Installations),
  { loading: () => <SkeletonRows rows={3} /> },
);
const Limits = dynamic(() => import("./limits").then((module) => module.Limits), {
  loading: () => <SkeletonRows rows={3} />,
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
  const { detail, sensor, phone, tab, setTab, range, series, view, zone } = useSensorView(
    id,
    requestedAt,
  );
  if (detail.error instanceof ApiProblem && detail.error.missing) return <NoSuchSensor />;
  if (!sensor || zone === null)
    return detail.error ? <SensorFailed error={detail.error} /> : <SensorLoading />;
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
          <StatisticsStrip sensor={sensor} range={range.range} zone={zone} />
          <Refusals sensor={sensor} range={range.range} />
        </>
      )}
    </>
  );
}
