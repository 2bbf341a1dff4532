// What the compare page shows, as the address holds it:
// ?sensor=site/slug&sensor=…&colours=13&hidden=3&before=range beside the range.
import type { Before } from "@/time/before";

/** More than eight lines cannot be told apart. */
export const MOST_LINES = 8;

export const BEFORES = [
  { key: "range", label: "Previous period" },
  { key: "day", label: "Previous day" },
  { key: "week", label: "Previous week" },
  { key: "year", label: "Previous year" },
] as const satisfies readonly { key: Before; label: string }[];

export interface Line {
  id: string;
  /** Series colour, 1 to 8; a sensor keeps it while it stays in the graph. */
  colour: number;
  hidden: boolean;
}

export interface CompareView {
  lines: Line[];
  before: Before | null;
}

const ID = /^[^/\s]+\/[^/\s]+$/;
const COLOURS = Array.from({ length: MOST_LINES }, (_, i) => i + 1);

const digits = (text: string | null): number[] =>
  Array.from(text ?? "", Number).filter((digit) => COLOURS.includes(digit));

/** The next colour in order; a freed colour is reused only after all have been used. */
function nextColour(lines: Line[]): number {
  const used = lines.map(({ colour }) => colour);
  const after = Math.max(0, ...used) + 1;
  return after <= MOST_LINES ? after : (COLOURS.find((colour) => !used.includes(colour)) ?? 1);
}

/** Parse an address; invalid ids, duplicates and sensors beyond the eighth are skipped. */
export function parseCompare(search: URLSearchParams): CompareView {
  const ids = [...new Set(search.getAll("sensor").filter((id) => ID.test(id)))].slice(
    0,
    MOST_LINES,
  );
  const colours = digits(search.get("colours"));
  const named = colours.length === ids.length && new Set(colours).size === ids.length;
  const hidden = digits(search.get("hidden"));
  const lines = ids.map((id, i): Line => {
    const colour = named ? (colours[i] ?? i + 1) : i + 1;
    return { id, colour, hidden: hidden.includes(colour) };
  });
  return { lines, before: BEFORES.find(({ key }) => key === search.get("before"))?.key ?? null };
}

/** The view as search parameters, without a leading question mark; the slash of an id stays readable. */
export function compareQuery({ lines, before }: CompareView): string {
  const hidden = lines.filter((line) => line.hidden).map(({ colour }) => colour);
  return [
    ...lines.map(({ id }) => `sensor=${encodeURIComponent(id).replaceAll("%2F", "/")}`),
    ...(lines.some(({ colour }, i) => colour !== i + 1)
      ? [`colours=${lines.map(({ colour }) => colour).join("")}`]
      : []),
    ...(hidden.length > 0 ? [`hidden=${hidden.join("")}`] : []),
    ...(before ? [`before=${before}`] : []),
  ].join("&");
}

const VIEW_PARAMS = ["sensor", "colours", "hidden", "before"];

/** The compare page's address with another view; other parameters (range, unit) stay as written. */
export function compareLink(href: string, view: CompareView): string {
  const url = new URL(href);
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !VIEW_PARAMS.includes(part.split("=")[0] ?? ""));
  url.pathname = "/compare";
  url.search = [compareQuery(view), ...kept].filter(Boolean).join("&");
  return url.href;
}

/** The view with one more sensor; unchanged if it has the sensor already, or eight. */
export function withLine(view: CompareView, id: string): CompareView {
  if (view.lines.length >= MOST_LINES || view.lines.some((line) => line.id === id)) return view;
  return { ...view, lines: [...view.lines, { id, colour: nextColour(view.lines), hidden: false }] };
}

export const withoutLine = (view: CompareView, id: string): CompareView => ({
  ...view,
  lines: view.lines.filter((line) => line.id !== id),
});

export const toggled = (view: CompareView, id: string): CompareView => ({
  ...view,
  lines: view.lines.map((line) => (line.id === id ? { ...line, hidden: !line.hidden } : line)),
});
