import { readFileSync, readdirSync } from "node:fs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as Metrics from "@/server/metrics";
import type { Metric } from "@/server/metrics";
import type * as Text from "@/server/metrics-text";

let metrics: typeof Metrics;
let render: typeof Text.render;
const { CATALOGUE } = await import("@/server/metrics");

beforeEach(async () => {
  vi.resetModules();
  Reflect.deleteProperty(globalThis, Symbol.for("isotherm.metrics"));
  metrics = await import("@/server/metrics");
  ({ render } = await import("@/server/metrics-text"));
});

const NAMES = Object.keys(CATALOGUE) as Metric[];
const linesOf = (start: string) =>
  render()
    .text.split("\n")
    .filter((line) => line.startsWith(start));

describe("the catalogue", () => {
  it("names metrics by their part and unit", () => {
    for (const name of NAMES) {
      expect(name).toMatch(/^(isotherm_(frontend|process)|process)_[a-z_]+$/);
      expect(name.endsWith("_total")).toBe(CATALOGUE[name].type === "counter");
      expect(name).not.toMatch(/_(count|sum|bucket)$/);
      expect(CATALOGUE[name].help).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("has ascending buckets for histograms alone", () => {
    for (const name of NAMES) {
      const { type, buckets } = CATALOGUE[name];
      expect(buckets !== undefined).toBe(type === "histogram");
      expect(buckets).toEqual(buckets?.toSorted((a, b) => a - b));
    }
  });

  it("has no metric that nothing counts", () => {
    const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => readFileSync(`src/${path}`, "utf8"))
      .join("\n");
    for (const name of NAMES) expect(sources).toContain(`"${name}"`);
  });
});

describe("the metrics", () => {
  it("describe each metric, and export counters as 0 before the first event", () => {
    const { text } = render();
    for (const name of NAMES) {
      expect(text).toContain(`# HELP ${name} `);
      expect(text).toContain(`# TYPE ${name} ${CATALOGUE[name].type}\n`);
    }
    expect(linesOf("isotherm_frontend_sign_outs_total{")).toEqual([
      'isotherm_frontend_sign_outs_total{outcome="ended"} 0',
      'isotherm_frontend_sign_outs_total{outcome="browser"} 0',
      'isotherm_frontend_sign_outs_total{outcome="half"} 0',
    ]);
    expect(linesOf("isotherm_frontend_upstream_failures_total{")).toHaveLength(10);
    expect(text).toMatch(/^isotherm_frontend_session_cookie_bytes_count 0$/m);
  });

  it("count in the order of the catalogue's labels", () => {
    metrics.increment("isotherm_frontend_upstream_failures_total", {
      kind: "status",
      upstream: "api",
    });
    metrics.increment(
      "isotherm_frontend_upstream_failures_total",
      { upstream: "api", kind: "status" },
      2,
    );
    expect(
      linesOf('isotherm_frontend_upstream_failures_total{upstream="api",kind="status"}'),
    ).toEqual(['isotherm_frontend_upstream_failures_total{upstream="api",kind="status"} 3']);
  });

  it("keep their labels few, whatever is counted", () => {
    for (const method of ["BREW", "PROPFIND", "x\n"])
      metrics.observe("isotherm_frontend_request_seconds", 1, {
        method,
        route: "api",
        status: "4xx",
      });
    const methods = metrics
      .seriesNow("isotherm_frontend_request_seconds")
      .map(({ labels }) => labels.method);
    expect(methods).toEqual(["other"]);
  });

  it("cumulate a histogram's buckets", () => {
    for (const bytes of [100, 1024, 1025, 9999])
      metrics.observe("isotherm_frontend_session_cookie_bytes", bytes);
    expect(linesOf("isotherm_frontend_session_cookie_bytes")).toEqual([
      'isotherm_frontend_session_cookie_bytes_bucket{le="1024.0"} 2',
      'isotherm_frontend_session_cookie_bytes_bucket{le="2048.0"} 3',
      'isotherm_frontend_session_cookie_bytes_bucket{le="3072.0"} 3',
      'isotherm_frontend_session_cookie_bytes_bucket{le="3584.0"} 3',
      'isotherm_frontend_session_cookie_bytes_bucket{le="3800.0"} 3',
      'isotherm_frontend_session_cookie_bytes_bucket{le="4096.0"} 3',
      'isotherm_frontend_session_cookie_bytes_bucket{le="+Inf"} 4',
      "isotherm_frontend_session_cookie_bytes_sum 12148",
      "isotherm_frontend_session_cookie_bytes_count 4",
    ]);
  });

  it("escape labels as Prometheus reads them", () => {
    metrics.provide("isotherm_frontend_info", () => [[{ version: 'a"b\\c\nd\té' }, 1]]);
    expect(linesOf("isotherm_frontend_info{")).toEqual([
      'isotherm_frontend_info{version="a\\"b\\\\c\\nd\té"} 1',
    ]);
  });

  it("read at each scrape what has a source", () => {
    let sessions = 1;
    metrics.provide("isotherm_frontend_sessions", () => sessions);
    sessions = 5;
    expect(linesOf("isotherm_frontend_sessions ")).toEqual(["isotherm_frontend_sessions 5"]);
    metrics.change("isotherm_frontend_open_responses", 2);
    metrics.change("isotherm_frontend_open_responses", -1);
    expect(linesOf("isotherm_frontend_open_responses ")).toEqual([
      "isotherm_frontend_open_responses 1",
    ]);
  });

  it("are OpenMetrics for who asks for it, with the traces of slow requests", () => {
    const labels = { method: "GET", route: "api", status: "2xx" };
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    metrics.observe("isotherm_frontend_request_seconds", 0.2, labels);
    metrics.observe("isotherm_frontend_request_seconds", 0.3, labels, traceId);
    metrics.observe("isotherm_frontend_request_seconds", 99, labels, traceId);
    const accept =
      "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4";
    const { type, text } = render(accept);
    expect(type).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
    expect(text.endsWith("\n# EOF\n")).toBe(true);
    expect(text).toContain("# TYPE isotherm_frontend_sign_outs counter\n");
    expect(text).toContain('isotherm_frontend_sign_outs_total{outcome="half"} 0\n');
    const examples = text.split("\n").filter((line) => line.includes(" # {"));
    const of = 'isotherm_frontend_request_seconds_bucket{method="GET",route="api",status="2xx",le=';
    expect(examples.map((line) => line.replace(/ [\d.]+$/, ""))).toEqual([
      `${of}"0.5"} 2 # {trace_id="${traceId}"} 0.3`,
      `${of}"+Inf"} 3 # {trace_id="${traceId}"} 99`,
    ]);
    expect(render("text/plain").text).not.toMatch(/trace_id|EOF/);
  });
});
