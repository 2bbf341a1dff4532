"use client";
// The page of one sensor: current state, graph, table, limits and installations.
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ApiProblem } from "@/data/api/http";
import { useMe } from "@/data/api/me";
import { may } from "@/domain/roles";
import { ReadingProvider } from "@/data/preferences";
import { SensorSheet } from "@/parts/print/sensor-sheet";
import { useReadingChoice, type ReadingControl } from "@/parts/range/use-reading-choice";
import { SkeletonRows } from "@/ui/skeleton";
import { TabPanel } from "@/ui/tabs";
import { Archived } from "./archived";
import { NoSuchSensor, SensorFailed, SensorLoading } from "./placeholders";
import { GraphView } from "./graph-view";
import { Header } from "./header";
import { ViewActions } from "./view-actions";
import { SensorTabs } from "./tabs";
import { useCorrecting } from "./use-correcting";
import { useSensorView } from "./use-sensor-view";

// Loaded on demand: most visitors never open these tabs.
const Installations = dynamic(
  () => import("./installations").then((module) => module.Installations),
  { loading: () => <SkeletonRows rows={3} /> },
);
const SensorSettings = dynamic(
  () => import("@/parts/sensor-settings/settings").then((module) => module.SensorSettings),
  { loading: () => <SkeletonRows rows={3} /> },
);
// With what it needs of forms, it is needed by few.
const CorrectionDialog = dynamic(() =>
  import("./correction-dialog").then((module) => module.CorrectionDialog),
);
const Corrections = dynamic(() => import("./corrections").then((list) => list.Corrections), {
  loading: () => <SkeletonRows rows={3} />,
});
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
  const me = useMe().data;
  const router = useRouter();
  const correcting = useCorrecting();
  const [rows, setRows] = useState<boolean | null>(null);
  const of = useSensorView(id, requestedAt);
  const { detail, sensor, tab: chosen, setTab, range, series, view, zone } = of;
  if (detail.error instanceof ApiProblem && detail.error.missing) return <NoSuchSensor />;
  if (!sensor || zone === null)
    return detail.error ? <SensorFailed error={detail.error} /> : <SensorLoading />;
  const operator = may(me, "operator", sensor.site);
  const tab = chosen === "settings" && !operator ? "graph" : chosen;
  const installed = detail.data?.installations ?? [];
  // Paper shows what the tab shows, unless somebody chose otherwise.
  const withRows = rows ?? tab === "table";
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
            paper={{ withRows, onWithRows: setRows }}
          />
        }
      />
      {detail.data && <Archived sensor={detail.data} zone={zone} />}
      <SensorTabs
        tab={tab}
        installations={detail.data ? installed.length : null}
        operator={operator}
        onTab={setTab}
      />
      {tab === "limits" && (
        <TabPanel name="Limits">
          <Limits sensor={sensor} zone={zone} />
        </TabPanel>
      )}
      {tab === "corrections" && (
        <TabPanel name="Corrections">
          <Corrections sensor={sensor} zone={zone} onCorrect={() => correcting.start(view, null)} />
        </TabPanel>
      )}
      {tab === "installations" && (
        <TabPanel name="Installations">
          <Installations sensor={sensor} zone={zone} />
        </TabPanel>
      )}
      {tab === "settings" && (
        <TabPanel name="Settings">
          <SensorSettings
            id={id}
            onDeleted={() => router.push(`/sites/${sensor.site}?tab=sensors`)}
          />
        </TabPanel>
      )}
      {(tab === "graph" || tab === "table") && (
        <>
          <GraphView
            sensor={sensor}
            installed={installed}
            operator={operator}
            of={of}
            tab={tab}
            zone={zone}
            reading={reading}
            correcting={correcting}
          />
          <SensorSheet
            sensor={sensor}
            installations={installed}
            series={series.data}
            range={range.range}
            zone={zone}
            rows={withRows}
          />
        </>
      )}
      {operator && (
        <CorrectionDialog
          sensor={sensor}
          stretch={correcting.stretch}
          zone={zone}
          onDone={correcting.done}
          onClose={correcting.close}
        />
      )}
    </>
  );
}
