"use client";
// The form of the export dialog: sensors, resolution, time zone and unit of a CSV download.
import { useState } from "react";
import { useCsvForm } from "@/data/csv-form";
import { anyRecalculating } from "@/data/api/recalculating";
import { useStatistics } from "@/data/api/statistics";
import {
  RESOLUTIONS,
  SPREADSHEET_ROWS,
  aboutRows,
  exportHref,
  type ExportUnit,
  type Resolution,
} from "@/domain/export";
import type { CsvForm } from "@/domain/csv-form";
import { distinctions } from "@/domain/distinct-names";
import { count, unitSign } from "@/domain/format";
import { useReading } from "@/data/preferences";
import { serverNow } from "@/time/server-clock";
import { full } from "@/time/moment";
import { zoneWords } from "@/time/zone";
import { Checkbox } from "@/ui/checkbox";
import { Actions, Field } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { Segmented } from "@/ui/segmented";
import type { SharedView } from "./view";
import classes from "./export-dialog.module.css";
import button from "@/ui/button.module.css";

const UNITS: { key: ExportUnit; label: string }[] = [
  { key: "C", label: unitSign("C") },
  { key: "F", label: unitSign("F") },
  { key: "K", label: "K" },
];
const FORMS: { key: CsvForm; label: string }[] = [
  { key: "point", label: "Point, 4.1" },
  { key: "comma", label: "Comma, 4,1" },
];
type ZoneChoice = "site" | "mine" | "utc";

function zonesOf(
  view: SharedView,
  mine: string,
): { key: ZoneChoice; label: string; zone: string | null }[] {
  const sites = new Set(view.sensors.map((sensor) => sensor.time_zone));
  return [
    { key: "site", label: sites.size > 1 ? "Each site’s" : "Site’s", zone: null },
    ...(sites.size === 1 && sites.has(mine)
      ? []
      : [{ key: "mine" as const, label: "Mine", zone: mine }]),
    { key: "utc", label: "UTC", zone: "UTC" },
  ];
}

export function ExportForm({ view, onDone }: { view: SharedView; onDone: () => void }) {
  // Fixed while the dialog is open, even if the graph follows now.
  const [range] = useState(() => ({ from: Math.floor(view.from), to: Math.floor(view.to) }));
  const [chosen, setChosen] = useState(() => view.sensors.map(({ id }) => id));
  const [resolution, setResolution] = useState<Resolution>("raw");
  const zones = zonesOf(view, useReading().mine);
  const [zoneKey, setZone] = useState<ZoneChoice>("site");
  const [unit, setUnit] = useState<ExportUnit>(view.unit);
  const [gzip, setGzip] = useState(false);
  const [form, setForm] = useCsvForm();
  const zone = zones.find(({ key }) => key === zoneKey)?.zone ?? null;
  const shown = zone ?? view.sensors[0]?.time_zone ?? view.zone;
  const statistics = useStatistics(
    view.sensors.map(({ id }) => id),
    range,
    serverNow,
  );
  const counts = statistics.data?.filter((figures) => chosen.includes(figures.sensor));
  const rows = counts && aboutRows({ ...range, resolution }, counts);
  const href = exportHref({ sensors: chosen, ...range, resolution, zone, unit, gzip, form });
  const told = distinctions(view.sensors);
  const onlySensor = view.sensors.length === 1 ? view.sensors[0] : undefined;
  return (
    <div className={classes.form}>
      <dl className={classes.facts}>
        {onlySensor && (
          <div>
            <dt>Sensor</dt>
            <dd>
              {onlySensor.name}, {onlySensor.site_name}
            </dd>
          </div>
        )}
        <div>
          <dt>From</dt>
          <dd>{full(range.from, shown)}</dd>
        </div>
        <div>
          <dt>Until</dt>
          <dd>{full(range.to, shown)}</dd>
        </div>
      </dl>
      {!onlySensor && (
        <fieldset className={classes.sensors}>
          <legend>Sensors</legend>
          {view.sensors.map((sensor) => (
            <Checkbox
              key={sensor.id}
              checked={chosen.includes(sensor.id)}
              onChange={(on) =>
                setChosen((before) =>
                  view.sensors
                    .map(({ id }) => id)
                    .filter((id) => (id === sensor.id ? on : before.includes(id))),
                )
              }
            >
              {sensor.name}{" "}
              <span className={classes.where}>{told.get(sensor.id) ?? sensor.site_name}</span>
            </Checkbox>
          ))}
        </fieldset>
      )}
      <Field
        label="One row per"
        hint={
          resolution === "raw"
            ? "With quality, time received and corrections."
            : "With minimum, average, maximum and number of readings."
        }
      >
        <Segmented
          label="One row per"
          choices={RESOLUTIONS.map((choice) =>
            choice.key === "raw"
              ? { ...choice, label: "Reading" }
              : { ...choice, label: choice.label.slice(0, -1) },
          )}
          value={resolution}
          onChange={setResolution}
        />
      </Field>
      <div className={classes.pair}>
        <Field
          label="Times"
          hint={
            zone === null && zones[0]?.label !== "Site’s"
              ? "With offset, in the zone of each sensor’s site"
              : zoneWords(range.to, shown)
          }
        >
          <Segmented label="Times" choices={zones} value={zoneKey} onChange={setZone} />
        </Field>
        <Field label="Unit">
          <Segmented label="Unit" choices={UNITS} value={unit} onChange={setUnit} />
        </Field>
      </div>
      <Field
        label="Decimal mark"
        hint={
          form === "comma"
            ? "With semicolons between cells, as spreadsheets set to a decimal comma expect."
            : "With commas between cells, as programs and most spreadsheets in English expect."
        }
      >
        <Segmented label="Decimal mark" choices={FORMS} value={form} onChange={setForm} />
      </Field>
      <Checkbox checked={gzip} onChange={setGzip}>
        Compressed (.csv.gz)
      </Checkbox>
      {resolution !== "raw" && anyRecalculating(counts) && (
        <Note>
          These {resolution}s are being recalculated after a change. A file that is downloaded now
          may hold earlier figures.
        </Note>
      )}
      {rows !== undefined && rows > SPREADSHEET_ROWS && (
        <Note>
          Spreadsheets hold at most 1,048,576 rows and would not show the rest of this file.
        </Note>
      )}
      <Actions>
        <a
          className={button.button}
          data-kind="primary"
          data-size="md"
          href={chosen.length > 0 ? href : undefined}
          aria-disabled={chosen.length === 0 || undefined}
          download
          onClick={() => chosen.length > 0 && onDone()}
          data-testid="export-link"
        >
          <Icon name="download" />
          Download CSV
        </a>
        <span className={classes.rows} role="status" data-testid="export-rows">
          {chosen.length === 0
            ? "Choose a sensor."
            : rows !== undefined
              ? `About ${count(rows)} ${rows === 1 ? "row" : "rows"}`
              : statistics.isError
                ? "The number of rows could not be determined."
                : "Counting rows"}
        </span>
      </Actions>
    </div>
  );
}
