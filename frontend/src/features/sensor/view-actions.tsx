"use client";
// The actions of a sensor's view: compare, share and export.
import { rangeQuery, type Range } from "@/time/range";
import { useReading } from "@/data/preferences";
import { unitSign } from "@/domain/format";
import { firstGraphData } from "@/domain/graph-data";
import { tableRows } from "@/domain/table-rows";
import type { Sensor, Series } from "@/domain/types";
import { compareQuery, withLine } from "@/domain/compare-view";
import { zoneWords } from "@/time/zone";
import { ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { rangeWords } from "@/parts/range/range-bar";
import { ExportButton } from "@/parts/share/export-dialog";
import { ShareMenu } from "@/parts/share/share-menu";
import type { SharedView } from "@/parts/share/view";
import classes from "./header.module.css";

export function ViewActions({
  sensor,
  data,
  range,
  view,
  zone,
  paper,
}: {
  sensor: Sensor;
  data: Series | undefined;
  range: Range;
  view: { from: number; to: number };
  zone: string;
  paper: Pick<NonNullable<SharedView["paper"]>, "withRows" | "onWithRows">;
}) {
  const { unit } = useReading();
  const shared: SharedView = {
    range,
    ...view,
    zone,
    unit,
    sensors: [sensor],
    paper: {
      ...paper,
      rows: () => {
        const shown = firstGraphData(data, unit);
        return shown ? tableRows(shown).length : 0;
      },
    },
    canvas: () =>
      data ? document.querySelector<HTMLCanvasElement>("[data-testid=graph] canvas") : null,
    words: () => ({
      title: sensor.name,
      under: [
        [sensor.site_name, sensor.place].filter(Boolean).join(", "),
        `${rangeWords(view.from, view.to, zone, false, 0)}, ${zoneWords(view.to, zone)}, in ${unitSign(unit)}`,
      ],
      lines: [],
    }),
  };
  const compare = `/compare?${compareQuery(withLine({ lines: [], before: "range" }, sensor.id))}&${rangeQuery(range)}`;
  return (
    <>
      <ButtonLink
        href={compare}
        aria-label="Compare"
        title="Compare with the previous period and with other sensors"
      >
        <Icon name="compare" />
        <span className={classes.word}>Compare</span>
      </ButtonLink>
      <ShareMenu view={shared} />
      <ExportButton view={shared} />
    </>
  );
}
