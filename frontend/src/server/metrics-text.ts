// Metrics as text: in OpenMetrics, which has exemplars, for who asks for it, else in Prometheus' plain format.
import {
  CATALOGUE,
  seriesNow,
  type Exemplar,
  type Labels,
  type Metric,
  type Series,
} from "./metrics";

const PLAIN = "text/plain; version=0.0.4; charset=utf-8";
const OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";

const escapedHelp = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
const escapedValue = (text: string) => escapedHelp(text).replaceAll('"', '\\"');
const bound = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapedValue(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}`;
}

const exemplarText = (exemplar: Exemplar | undefined): string =>
  exemplar ? ` # {trace_id="${exemplar.traceId}"} ${exemplar.value} ${exemplar.at / 1000}` : "";

/** A histogram's cumulated buckets, its sum and its count. */
function histogram(name: Metric, series: Series, isOpen: boolean): string[] {
  const { labels, value, count, buckets, exemplars } = series;
  const bounds = CATALOGUE[name].buckets ?? [];
  let below = 0;
  const lines = [...bounds, Infinity].map((upper, place) => {
    below += buckets[place] ?? 0;
    const le = upper === Infinity ? "+Inf" : bound(upper);
    const line = sample(`${name}_bucket`, { ...labels, le }, upper === Infinity ? count : below);
    return line + (isOpen ? exemplarText(exemplars[place]) : "");
  });
  return [...lines, sample(`${name}_sum`, labels, value), sample(`${name}_count`, labels, count)];
}

function family(name: Metric, isOpen: boolean): string[] {
  const { type, help } = CATALOGUE[name];
  // OpenMetrics names a counter without the suffix of its series
  const title = isOpen && type === "counter" ? name.replace(/_total$/, "") : name;
  return [
    `# HELP ${title} ${isOpen ? escapedValue(help) : escapedHelp(help)}`,
    `# TYPE ${title} ${type}`,
    ...seriesNow(name).flatMap((series) =>
      type === "histogram"
        ? histogram(name, series, isOpen)
        : [sample(name, series.labels, series.value)],
    ),
  ];
}

/** All metrics of this process, and their content type, for a request's header Accept. */
export function render(accept = ""): { type: string; text: string } {
  const isOpen = accept.includes("application/openmetrics-text");
  const lines = (Object.keys(CATALOGUE) as Metric[]).flatMap((name) => family(name, isOpen));
  const end = isOpen ? "# EOF\n" : "";
  return { type: isOpen ? OPEN : PLAIN, text: `${lines.join("\n")}\n${end}` };
}
