// The table that bulk registration takes: its columns, a template, and files as downloads.
import { BYTE_ORDER_MARK, type CsvForm } from "@/domain/csv-form";

/** The columns, in the template's order; only the first two have to be there. */
export const COLUMNS = [
  "name",
  "site",
  "label",
  "model",
  "serial",
  "firmware",
  "notes",
  "time_zone",
] as const;

/** Two rows that show what belongs in which column; `site` is one of the reader's own. */
export function template(site: string, form: CsvForm): string {
  const gap = form === "comma" ? ";" : ",";
  return [
    COLUMNS,
    ["fridge-1", site, "Vaccine fridge", "TH-20", "A1042", "1.4.0", "", ""],
    ["freezer-1", site, '"Freezer, cellar"', "TH-20", "A1043", "1.4.0", "Second shelf", ""],
    [],
  ]
    .map((cells) => cells.join(gap))
    .join("\r\n");
}

/** Save a CSV text without a byte order mark as a file of the browser. */
export function downloadCsv(text: string, fileName: string, form: CsvForm): void {
  const parts = form === "comma" ? [BYTE_ORDER_MARK, text] : [text];
  const url = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** How many rows a text has besides its header, blank lines not counted; for words only. */
export const rowCount = (text: string): number =>
  Math.max(0, text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "").length - 1);
