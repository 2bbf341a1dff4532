// Metrics in Prometheus' text format, shared by all bundles that Next.js builds of this module.

interface Registry {
  counters: Map<string, number>;
  gauges: Map<string, number>;
}

const KEY = Symbol.for("isotherm.metrics");
const store = globalThis as unknown as Record<symbol, Registry | undefined>;
const registry: Registry = (store[KEY] ??= { counters: new Map(), gauges: new Map() });

const HELP: Record<string, string> = {
  isotherm_frontend_requests_total: "Requests proxied to api, by method and status.",
  isotherm_frontend_upstream_failures_total:
    "Requests that api or the sign-in service did not answer.",
  isotherm_frontend_refreshes_total: "Access tokens fetched, by outcome.",
  isotherm_frontend_sign_outs_total:
    "Sessions signed out of, by outcome: ended, browser, or half if Keycloak did not respond.",
  isotherm_frontend_live_streams: "Live streams open now.",
};

function sample(name: string, labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return pairs.length > 0 ? `${name}{${pairs.join(",")}}` : name;
}

export function increment(name: string, labels: Record<string, string> = {}): void {
  const key = sample(name, labels);
  registry.counters.set(key, (registry.counters.get(key) ?? 0) + 1);
}

export function change(name: string, by: number): void {
  registry.gauges.set(name, (registry.gauges.get(name) ?? 0) + by);
}

/** All metrics in Prometheus' text format. */
export function render(): string {
  const memory = process.memoryUsage();
  const lines = [
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${memory.rss}`,
    "# TYPE process_cpu_seconds_total counter",
    `process_cpu_seconds_total ${(process.cpuUsage().user + process.cpuUsage().system) / 1e6}`,
  ];
  for (const [kind, values] of [
    ["counter", registry.counters],
    ["gauge", registry.gauges],
  ] as const) {
    const keys = [...values.keys()].sort();
    let last = "";
    for (const key of keys) {
      const name = key.split("{")[0] ?? key;
      if (name !== last)
        lines.push(`# HELP ${name} ${HELP[name] ?? name}`, `# TYPE ${name} ${kind}`);
      last = name;
      lines.push(`${key} ${values.get(key) ?? 0}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
