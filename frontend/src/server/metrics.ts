// The metrics of this process, shared by all bundles that Next.js builds of this module. Only what the catalogue
// describes can be counted, so that its documents and its series agree.
import catalogue from "./metrics-catalogue.json";

export type Metric = keyof typeof catalogue;
export type Labels = Readonly<Record<string, string>>;

export interface Description {
  type: "counter" | "gauge" | "histogram";
  help: string;
  /** By label: its values, or in words what they are if they cannot be listed. */
  labels: Readonly<Record<string, readonly string[] | string>>;
  /** Upper bounds of a histogram's buckets, ascending, without infinity. */
  buckets?: readonly number[];
}

export interface Series {
  labels: Labels;
  /** A counter's or gauge's value; the sum of what a histogram observed. */
  value: number;
  count: number;
  /** How many observations lie in each bucket alone. */
  buckets: number[];
  /** The last observation of each bucket, and of what is above all, whose trace is recorded. */
  exemplars: (Exemplar | undefined)[];
}

export interface Exemplar {
  traceId: string;
  value: number;
  /** When it was observed, ms. */
  at: number;
}

interface Registry {
  series: Map<Metric, Map<string, Series>>;
  /** Values that are read at each scrape. */
  sources: Map<Metric, () => readonly (readonly [Labels, number])[]>;
}

export const CATALOGUE = catalogue as unknown as Readonly<Record<Metric, Description>>;
const KEY = Symbol.for("isotherm.metrics");
const store = globalThis as unknown as Record<symbol, Registry | undefined>;
const registry: Registry = (store[KEY] ??= { series: new Map(), sources: new Map() });

/** The labels in the order of the catalogue; a value that it does not list is `other`, so that they stay few. */
function described(name: Metric, labels: Labels): Labels {
  const pairs = Object.entries(CATALOGUE[name].labels).map(([label, values]) => {
    const value = labels[label] ?? "";
    return [label, typeof values === "string" || values.includes(value) ? value : "other"];
  });
  return Object.fromEntries(pairs) as Labels;
}

function seriesOf(name: Metric, labels: Labels): Series {
  const all = registry.series.get(name) ?? new Map<string, Series>();
  registry.series.set(name, all);
  const listed = described(name, labels);
  const key = JSON.stringify(Object.values(listed));
  const series = all.get(key) ?? {
    labels: listed,
    value: 0,
    count: 0,
    buckets: (CATALOGUE[name].buckets ?? []).map(() => 0),
    exemplars: [],
  };
  all.set(key, series);
  return series;
}

/** Add to a counter. */
export function increment(name: Metric, labels: Labels = {}, by = 1): void {
  seriesOf(name, labels).value += by;
}

/** Add to a gauge, or subtract from it. */
export function change(name: Metric, by: number): void {
  seriesOf(name, {}).value += by;
}

/** Add an observation to a histogram; with the trace that it was made in, if that is recorded. */
export function observe(
  name: Metric,
  value: number,
  labels: Labels = {},
  traceId: string | null = null,
): void {
  const series = seriesOf(name, labels);
  const bounds = CATALOGUE[name].buckets ?? [];
  const bucket = bounds.findIndex((bound) => value <= bound);
  if (traceId !== null)
    series.exemplars[bucket < 0 ? bounds.length : bucket] = { traceId, value, at: Date.now() };
  series.value += value;
  series.count += 1;
  if (bucket >= 0) series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
}

/** Have a counter's or gauge's values read at each scrape. */
export function provide(
  name: Metric,
  source: () => number | readonly (readonly [Labels, number])[],
): void {
  registry.sources.set(name, () => {
    const values = source();
    return typeof values === "number" ? [[{}, values]] : values;
  });
}

/** Every combination of the labels' listed values; none if a label's values cannot be listed. */
function combinations(labels: Description["labels"]): Labels[] {
  return Object.entries(labels).reduce<Labels[]>(
    (rows, [label, values]) =>
      typeof values === "string"
        ? []
        : rows.flatMap((row) => values.map((value) => ({ ...row, [label]: value }))),
    [{}],
  );
}

/** All series of a metric. Those of counters and gauges whose labels are known begin with 0. */
export function seriesNow(name: Metric): Series[] {
  const source = registry.sources.get(name);
  if (source)
    return source().map(([labels, value]) => ({
      labels: described(name, labels),
      value,
      count: 0,
      buckets: [],
      exemplars: [],
    }));
  const { type, labels } = CATALOGUE[name];
  if (type !== "histogram" || Object.keys(labels).length === 0)
    for (const combination of combinations(labels)) seriesOf(name, combination);
  return [...(registry.series.get(name)?.values() ?? [])];
}
