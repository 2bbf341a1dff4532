"use client";
// Up to eight sensors in one graph on one axis, their figures below, and the period before.
import { useMediaQuery } from "@mantine/hooks";
import { useMemo, useRef, useState } from "react";
import { BEFORES } from "@/domain/compare-view";
import type { Before } from "@/time/before";
import { count, unitSign } from "@/domain/format";
import { useSensors } from "@/data/live/sensors";
import { PHONE } from "@/domain/phone";
import { ReadingProvider, useReading } from "@/data/preferences";
import { ends, follows, pointsFor } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import type { Sensor } from "@/domain/types";
import { useFollowedSeries } from "@/data/use-followed-series";
import { useKeys } from "@/ui/use-keys";
import { useParam } from "@/ui/use-param";
import { zoneWords } from "@/time/zone";
import { Button } from "@/ui/button";
import type { GraphCursor } from "@/parts/graph/graph";
import { Icon } from "@/ui/icon";
import { PageTitle } from "@/ui/page-title";
import { RangeBar, rangeWords } from "@/parts/range/range-bar";
import { ReadingMenu } from "@/parts/range/reading-menu";
import { useRange } from "@/parts/range/use-range";
import { useReadingChoice, type ReadingControl } from "@/parts/range/use-reading-choice";
import { ExportButton } from "@/parts/share/export-dialog";
import { ShareMenu } from "@/parts/share/share-menu";
import type { SharedView } from "@/parts/share/view";
import { BoneRows } from "@/ui/skeleton";
import { CompareGraph } from "./compare-graph";
import { CompareTable } from "./compare-table";
import { CompareTables } from "./compare-tables";
import { CompareFailed, Missing, NothingYet } from "./faces";
import { Picker } from "./picker";
import { useCompare, type CompareControl } from "./use-compare";
import { beforeWords, useLines } from "./use-lines";
import classes from "./compare-page.module.css";

/** "4 sensors at Northgate Cold Store", "5 sensors at 3 sites" */
export function aboutWords(sensors: Pick<Sensor, "site" | "site_name">[]): string {
  const sites = new Map(sensors.map((sensor) => [sensor.site, sensor.site_name]));
  const [name] = sites.values();
  return `${count(sensors.length)} ${sensors.length === 1 ? "sensor" : "sensors"} at ${sites.size === 1 && name ? name : `${count(sites.size)} sites`}`;
}

const newest = (sensors: Sensor[]): number | null =>
  sensors.reduce<number | null>(
    (most, { latest }) => (latest && latest.time > (most ?? 0) ? latest.time : most),
    null,
  );

/** Unit and zone are as the address has them, else as the profile has. */
export function ComparePage() {
  const reading = useReadingChoice();
  const [picking, setPicking] = useState(false);
  const compare = useCompare();
  const sensors = useSensors().data;
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
  const all = useSensors();
  const range = useRange();
  const phone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const [tab, setTab] = useParam("tab");
  const table = tab === "table";
  const turn = () => setTab(table ? null : "table");
  const [pointed, setPointed] = useState<string | null>(null);
  const [cursor, setCursor] = useState<GraphCursor | null>(null);
  const graph = useRef<HTMLDivElement>(null);
  const reading = useReading();
  const { unit } = reading;
  const { view } = compare;
  const ids = view.lines.map(({ id }) => id).join(" ");
  const sensors = useMemo(
    () => ids.split(" ").flatMap((id) => all.data?.find((sensor) => sensor.id === id) ?? []),
    [all.data, ids],
  );
  const missing = all.data
    ? view.lines.filter(({ id }) => !sensors.some((sensor) => sensor.id === id)).map(({ id }) => id)
    : [];
  // Sites may differ: the first sensor's time is on the axis, so that a link shows everyone the same.
  const siteZone = sensors[0]?.time_zone ?? reading.zone;
  const zone = reading.zoneOf(siteZone);
  const points = pointsFor(phone);
  const series = useFollowedSeries(
    sensors.map(({ id }) => id),
    range.range,
    points,
    newest(sensors),
  );
  const { lines, loading, failed } = useLines(view, sensors, series.data, points, unit, zone);
  useKeys({
    b: () => compare.before(view.before ? null : "range"),
    t: turn,
  });

  if (!all.data)
    return all.isError ? (
      <CompareFailed error={all.error} onAgain={() => void all.refetch()} />
    ) : (
      <BoneRows rows={6} />
    );
  if (view.lines.length === 0)
    return (
      <>
        <PageTitle title="Compare" />
        <NothingYet onAdd={onAdd} />
      </>
    );
  const asked = ends(range.range, serverNow());
  const shown =
    follows(range.range) && series.data ? { from: series.data.from, to: series.data.to } : asked;
  const shared: SharedView = {
    range: range.range,
    ...shown,
    zone,
    unit,
    sensors,
    canvas: () =>
      graph.current?.querySelector<HTMLCanvasElement>("[data-testid=graph] canvas") ?? null,
    words: () => ({
      title: sensors.length === 1 ? (sensors[0]?.name ?? "") : aboutWords(sensors),
      under: [
        `${rangeWords(shown.from, shown.to, zone, false, 0)}, ${zoneWords(shown.to, zone)}, in ${unitSign(unit)}`,
      ],
      lines: lines.map((line) => ({
        name: line.shift ? `${line.name}, ${line.place ?? ""}` : line.name,
        colour: line.colour,
        dashed: Boolean(line.shift),
      })),
    }),
  };
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
          <Missing ids={missing} onRemove={() => compare.leave(missing)} />
        </div>
      )}
      <RangeBar range={range} view={shown} zone={zone} phone={phone}>
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
                Compare with: {beforeWords(key, shown.from, shown.to)}
              </option>
            ))}
          </select>
        </label>
        <Button aria-pressed={table} kind={table ? "active" : "plain"} onClick={turn}>
          Table
        </Button>
        <ReadingMenu control={control} siteZone={siteZone} at={shown.to} />
      </RangeBar>
      {failed && (
        <p className={classes.failed} role="status">
          The previous period could not be loaded. The page retries automatically.
        </p>
      )}
      {series.isError && !series.data ? (
        <CompareFailed error={series.error} onAgain={() => void series.refetch()} />
      ) : table ? (
        <CompareTables lines={lines} unit={unit} zone={zone} />
      ) : (
        <div ref={graph}>
          <CompareGraph
            lines={lines}
            answer={series.data}
            view={shown}
            zone={zone}
            unit={unit}
            phone={phone}
            range={range}
            pointed={pointed}
            loading={series.isPlaceholderData || loading}
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
