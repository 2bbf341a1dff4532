"use client";
// What can be done with the view of a sensor: share it, take its readings along, compare it.
import { rangeQuery, type Range } from "@/lib/range";
import { useReading } from "@/lib/preferences";
import { unitSign } from "@/lib/format";
import type { Sensor, Series } from "@/lib/types";
import { compareQuery, withLine } from "@/lib/compare-view";
import { zoneWords } from "@/lib/zone";
import { ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { rangeWords } from "@/ui/range/range-bar";
import { ExportButton } from "@/ui/share/export-dialog";
import { ShareMenu } from "@/ui/share/share-menu";
import type { SharedView } from "@/ui/share/view";
import classes from "./header.module.css";

export function ViewActions({ sensor, data, range, view, zone }: {
  sensor: Sensor; data: Series | undefined; range: Range; view: { from: number; to: number }; zone: string;
}) {
  const { unit } = useReading();
  const shared: SharedView = {
    range, ...view, zone, unit, sensors: [sensor],
    canvas: () => (data ? document.querySelector<HTMLCanvasElement>("[data-testid=graph] canvas") : null),
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
      <ButtonLink href={compare} aria-label="Compare" title="With the period before, and with other sensors"><Icon name="compare" /><span className={classes.word}>Compare</span></ButtonLink>
      <ShareMenu view={shared} />
      <ExportButton view={shared} />
    </>
  );
}
