// The two forms of CSV files: spreadsheets read them by the decimal mark of their country.

/** `comma`: semicolons between cells, decimal commas and a byte order mark. */
export type CsvForm = "point" | "comma";

export const isCsvForm = (text: string | null): text is CsvForm =>
  text === "point" || text === "comma";

/** The form for people who write numbers as a language does. */
export function csvFormOf(language: string): CsvForm {
  const parts = new Intl.NumberFormat(language).formatToParts(1.5);
  return parts.some(({ type, value }) => type === "decimal" && value === ",") ? "comma" : "point";
}

/** Without this mark, spreadsheets take a file for one in an old code page. */
export const BYTE_ORDER_MARK = "\uFEFF";
