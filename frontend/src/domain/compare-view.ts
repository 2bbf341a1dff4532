// What the compare page shows, as it stands in the address:
// ?sensor=site/slug&sensor=…&colours=13&hidden=3&before=range beside the range.
import type { Before } from "@/time/before";

/** Eight lines are the most that stay distinguishable. */
export const MOST_LINES = 8;

export const BEFORES = [
  { key: "range", label: "Previous period" },
  { key: "day", label: "Previous day" },
  { key: "week", label: "Previous week" },
  { key: "year", label: "Previous year" },
] as const satisfies readonly { key: Before; label: string }[];

export interface Line {
  id: string;
  /** 1 to 8: the series colour, kept by the sensor while it stays in the graph. */
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

/** The next colour in the look's order; one that was given up comes back only when all were used. */
function nextColour(lines: Line[]): number {
  const used = lines.map(({ colour }) => colour);
  const after = Math.max(0, ...used) + 1;
  return after <= MOST_LINES ? after : (COLOURS.find((colour) => !used.includes(colour)) ?? 1);
}

/** Reads the address; what is no sensor, repeated or beyond eight is left out. */
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

/** The view as search parameters, without a leading question mark; a sensor reads as site/slug. */
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

const OF_THE_VIEW = ["sensor", "colours", "hidden", "before"];

/** The compare page's address with another view; range, unit and the like are kept as they are written. */
export function compareLink(href: string, view: CompareView): string {
  const url = new URL(href);
  const kept = url.search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !OF_THE_VIEW.includes(part.split("=")[0] ?? ""));
  url.pathname = "/compare";
  url.search = [compareQuery(view), ...kept].filter(Boolean).join("&");
  return url.href;
}

/** The view with one more sensor; as it was when the sensor is in it or eight are. */
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
