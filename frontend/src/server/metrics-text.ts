// Metrics in Prometheus' text format.
import { CATALOGUE, seriesNow, type Labels, type Metric, type Series } from "./metrics";

export const TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

const escapedHelp = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
const escapedValue = (text: string) => escapedHelp(text).replaceAll('"', '\\"');

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapedValue(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}`;
}

/** A histogram's cumulated buckets, its sum and its count. */
function histogram(name: Metric, { labels, value, count, buckets }: Series): string[] {
  let below = 0;
  const lines = (CATALOGUE[name].buckets ?? []).map((bound, place) => {
    below += buckets[place] ?? 0;
    return sample(`${name}_bucket`, { ...labels, le: String(bound) }, below);
  });
  return [
    ...lines,
    sample(`${name}_bucket`, { ...labels, le: "+Inf" }, count),
    sample(`${name}_sum`, labels, value),
    sample(`${name}_count`, labels, count),
  ];
}

/** All metrics of this process. */
export function render(): string {
  const lines = (Object.keys(CATALOGUE) as Metric[]).flatMap((name) => {
    const { type, help } = CATALOGUE[name];
    const samples = seriesNow(name).flatMap((series) =>
      type === "histogram" ? histogram(name, series) : [sample(name, series.labels, series.value)],
    );
    return [`# HELP ${name} ${escapedHelp(help)}`, `# TYPE ${name} ${type}`, ...samples];
  });
  return `${lines.join("\n")}\n`;
}
