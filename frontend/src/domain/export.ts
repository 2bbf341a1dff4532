// The address of a download, and about how many rows it will have.

export const RESOLUTIONS = [
  { key: "raw", label: "Every reading" },
  { key: "hour", label: "Hours" },
  { key: "day", label: "Days" },
] as const;

export type Resolution = (typeof RESOLUTIONS)[number]["key"];
export type ExportUnit = "C" | "F" | "K";

export interface ExportWish {
  sensors: string[];
  from: number;
  to: number;
  resolution: Resolution;
  /** An IANA zone; null for each sensor's own site's. */
  zone: string | null;
  unit: ExportUnit;
  gzip: boolean;
}

const SPAN: Record<Exclude<Resolution, "raw">, number> = { hour: 3_600_000, day: 86_400_000 };

/** A link that the browser follows itself, so that the file goes to disk as it comes. */
export function exportHref({
  sensors,
  from,
  to,
  resolution,
  zone,
  unit,
  gzip,
}: ExportWish): string {
  const search = new URLSearchParams([
    ...sensors.map((id) => ["sensor", id]),
    ["from", String(Math.floor(from))],
    ["to", String(Math.floor(to))],
    ["resolution", resolution],
    ...(zone === null ? [] : [["zone", zone]]),
    ["unit", unit],
    ...(gzip ? [["compress", "gzip"]] : []),
  ]);
  return `/api/v1/export?${search.toString()}`;
}

/** Readings of any quality are rows; an hour or a day is one where something was received in it. */
export function aboutRows(
  { from, to, resolution }: Pick<ExportWish, "from" | "to" | "resolution">,
  counts: { n: number; uncounted: number }[],
): number {
  const most = resolution === "raw" ? Infinity : Math.ceil((to - from) / SPAN[resolution]) + 1;
  return counts.reduce((sum, { n, uncounted }) => sum + Math.min(n + uncounted, most), 0);
}

/** What a spreadsheet program can hold, its heading apart. */
export const SPREADSHEET_ROWS = 1_048_575;
