// The address of a download, and an estimate of its rows.
import type { CsvForm } from "./csv-form";

export const RESOLUTIONS = [
  { key: "raw", label: "Every reading" },
  { key: "hour", label: "Hours" },
  { key: "day", label: "Days" },
] as const;

export type Resolution = (typeof RESOLUTIONS)[number]["key"];
export type ExportUnit = "C" | "F" | "K";

export interface ExportRequest {
  sensors: string[];
  from: number;
  to: number;
  resolution: Resolution;
  /** An IANA zone; null for the zone of each sensor's site. */
  zone: string | null;
  unit: ExportUnit;
  gzip: boolean;
  form: CsvForm;
}

const SPAN: Record<Exclude<Resolution, "raw">, number> = { hour: 3_600_000, day: 86_400_000 };

/** A link that the browser follows itself, so that the file streams to disk. */
export function exportHref({
  sensors,
  from,
  to,
  resolution,
  zone,
  unit,
  gzip,
  form,
}: ExportRequest): string {
  const search = new URLSearchParams([
    ...sensors.map((id) => ["sensor", id]),
    ["from", String(Math.floor(from))],
    ["to", String(Math.floor(to))],
    ["resolution", resolution],
    ...(zone === null ? [] : [["zone", zone]]),
    ["unit", unit],
    ...(gzip ? [["compress", "gzip"]] : []),
    ...(form === "comma" ? [["form", form]] : []),
  ]);
  return `/api/v1/export?${search.toString()}`;
}

/** Estimate the rows: one per reading of any quality, or one per hour or day that has a reading. */
export function aboutRows(
  { from, to, resolution }: Pick<ExportRequest, "from" | "to" | "resolution">,
  counts: { n: number; uncounted: number }[],
): number {
  const most = resolution === "raw" ? Infinity : Math.ceil((to - from) / SPAN[resolution]) + 1;
  return counts.reduce((sum, { n, uncounted }) => sum + Math.min(n + uncounted, most), 0);
}

/** The most rows that a spreadsheet program can open, without the heading. */
export const SPREADSHEET_ROWS = 1_048_575;
