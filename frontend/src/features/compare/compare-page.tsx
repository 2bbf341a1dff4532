"use client";
// Up to eight sensors in one graph on one axis, their statistics below, and an earlier period.
import { useRef, useState } from "react";
import { useLiveAll } from "@/data/live/scopes";
import { useSensors } from "@/data/live/sensors";
import { ReadingProvider } from "@/data/preferences";
import { BEFORES } from "@/domain/compare-view";
import type { GraphCursor } from "@/parts/graph/graph";
import { RangeBar } from "@/parts/range/range-bar";
import { Recalculating } from "@/parts/range/recalculating";
import { ReadingMenu } from "@/parts/range/reading-menu";
import { useReadingChoice, type ReadingControl } from "@/parts/range/use-reading-choice";
import { ExportButton } from "@/parts/share/export-dialog";
import { ShareMenu } from "@/parts/share/share-menu";
import type { Before } from "@/time/before";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { PageTitle } from "@/ui/page-title";
import { SkeletonRows } from "@/ui/skeleton";
import { useKeys } from "@/ui/use-keys";
import { CompareGraph } from "./compare-graph";
import { CompareTable } from "./compare-table";
import { CompareTables } from "./compare-tables";
import { CompareFailed, Missing, NothingYet } from "./placeholders";
import { Picker } from "./picker";
import { useCompare, type CompareControl } from "./use-compare";
import { aboutWords, useComparison } from "./use-comparison";
import { beforeWords } from "./use-lines";
import classes from "./compare-page.module.css";

/** Unit and zone come from the address, else from the profile. */
export function ComparePage() {
  const reading = useReadingChoice();
  const [picking, setPicking] = useState(false);
  const compare = useCompare();
  const sensors = useSensors().data;
  // The picker shows the values of all.
  useLiveAll(picking);
  useKeys({ a: () => setPicking(true) });
  return (
    <ReadingProvider value={reading.choice}>
      <View compare={compare} control={reading} onAdd={() => setPicking(true)} />
      {sensors && (
        <Picker
          opened={picking}
          onClose={() => setPicking(false)}
          sensors={sensors}
          compare={compare}
        />
      )}
    </ReadingProvider>
  );
}

function View({
  compare,
  control,
  onAdd,
}: {
  compare: CompareControl;
  control: ReadingControl;
  onAdd: () => void;
}) {
  const graph = useRef<HTMLDivElement>(null);
  const comparison = useComparison(compare, graph);
  const { list, range, phone, sensors, missing, zone, siteZone, calendar, unit } = comparison;
  const { view, shown, shared, series, lines, past, table, turn } = comparison;
  const [pointed, setPointed] = useState<string | null>(null);
  const [cursor, setCursor] = useState<GraphCursor | null>(null);
  if (!list.data)
    return (
      <>
        <PageTitle title="Compare" />
        {list.isError ? (
          <CompareFailed error={list.error} onAgain={() => void list.refetch()} />
        ) : (
          <SkeletonRows rows={6} />
        )}
      </>
    );
  if (view.lines.length === 0)
    return (
      <>
        <PageTitle title="Compare" />
        <NothingYet onAdd={onAdd} />
      </>
    );
  return (
    <>
      <PageTitle title="Compare" about={aboutWords(sensors)}>
        <ShareMenu view={shared} />
        <ExportButton view={shared} />
        <Button kind="primary" aria-label="Add a sensor" onClick={onAdd}>
          <Icon name="plus" />
          <span className={classes.word}>Add a sensor</span>
        </Button>
      </PageTitle>
      {missing.length > 0 && (
        <div className={classes.missing}>
          <Missing ids={missing} onRemove={() => compare.removeAll(missing)} />
        </div>
      )}
      <RangeBar range={range} view={shown} zone={zone} siteZone={siteZone} phone={phone}>
        <Recalculating active={past.recalculating} />
        <label className={classes.before}>
          <span className="visually-hidden">Compare with</span>
          <select
            value={view.before ?? ""}
            onChange={(event) => compare.before((event.target.value || null) as Before | null)}
            data-testid="before"
          >
            <option value="">Compare with: nothing</option>
            {BEFORES.map(({ key }) => (
              <option key={key} value={key}>
                Compare with: {beforeWords(key, shown.from, shown.to, calendar)}
              </option>
            ))}
          </select>
        </label>
        <Button aria-pressed={table} kind={table ? "active" : "plain"} onClick={turn}>
          Table
        </Button>
        <ReadingMenu control={control} siteZone={siteZone} at={shown.to} />
      </RangeBar>
      {past.failed && (
        <p className={classes.failed} role="status">
          The previous period could not be loaded. The page retries automatically.
        </p>
      )}
      {sensors.length === 0 ? null : series.isError && !series.data ? (
        <CompareFailed error={series.error} onAgain={() => void series.refetch()} />
      ) : table ? (
        <CompareTables lines={lines} unit={unit} zone={zone} />
      ) : (
        <div ref={graph}>
          <CompareGraph
            lines={lines}
            response={series.data}
            view={shown}
            zone={zone}
            unit={unit}
            phone={phone}
            range={range}
            pointed={pointed}
            loading={series.isPlaceholderData || past.loading}
            onPointed={setPointed}
            onCursor={setCursor}
            hidden={view.lines.every(({ hidden }) => hidden)}
          />
        </div>
      )}
      <CompareTable
        compare={compare}
        sensors={sensors}
        range={range.range}
        earlier={past.earlier}
        cursor={table ? null : cursor}
        zone={zone}
        onPointed={setPointed}
      />
      <p className={classes.foot}>
        Up to 8 sensors in one graph, the most that can be told apart. The web address holds the
        whole view, so a shared link shows exactly this.
      </p>
    </>
  );
}
