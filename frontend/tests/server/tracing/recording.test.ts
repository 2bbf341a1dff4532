import { describe, expect, it } from "vitest";
import { documentOf } from "@/server/tracing/console";
import { traceparentOf } from "@/server/tracing/spans";
import { recorded } from "./collector";

describe("a recorded span", () => {
  it("says who records, and is written as the other parts write theirs", () => {
    const { record, ended } = recorded();
    const span = record("GET /sites/{site}", "server", null, { "http.route": "/sites/{site}" });
    const child = record("GET /api/v1/me", "client", span, {});
    child.fail("timeout");
    child.end();
    span.set("http.response.status_code", 200);
    span.end();
    span.end();
    expect(ended.map(({ name }) => name)).toEqual(["GET /api/v1/me", "GET /sites/{site}"]);
    const [below, above] = ended.map((finished) => documentOf(finished) as Record<string, unknown>);
    expect(Object.keys(above ?? {})).toEqual([
      "span",
      "service",
      "instance",
      "version",
      "trace_id",
      "span_id",
      "parent_span_id",
      "kind",
      "start",
      "duration_ms",
      "status",
      "attributes",
      "links",
    ]);
    expect(above).toMatchObject({
      span: "GET /sites/{site}",
      service: "isotherm-frontend",
      instance: "frontend-0",
      version: "1.2.3",
      trace_id: span.place?.traceId,
      span_id: span.place?.spanId,
      parent_span_id: null,
      kind: "server",
      status: "ok",
      attributes: { "http.route": "/sites/{site}", "http.response.status_code": 200 },
    });
    expect(above?.start).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
    expect(Math.abs(Date.parse(String(above?.start)) - Date.now())).toBeLessThan(60_000);
    expect(below).toMatchObject({
      trace_id: span.place?.traceId,
      parent_span_id: span.place?.spanId,
      kind: "client",
      status: "error",
      attributes: { "error.type": "timeout" },
    });
  });

  it("is the parent of another part's spans", () => {
    const { record } = recorded();
    const span = record("a", "client", null, {});
    const { traceId, spanId } = span.place ?? {};
    expect(traceparentOf(span)).toBe(`00-${traceId}-${spanId}-01`);
  });
});

describe("a span that is not sampled", () => {
  it("is not sent, and neither are its children, here or in another part", () => {
    const { record, ended } = recorded(0);
    const span = record("a", "server", null, {});
    const child = record("b", "client", span, {});
    expect(child.place).toMatchObject({ traceId: span.place?.traceId, isSampled: false });
    expect(traceparentOf(child)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    child.end();
    span.end();
    expect(ended).toEqual([]);
  });

  it("is one of a share of the traces", () => {
    const { record, ended } = recorded(0.5);
    for (let number = 0; number < 400; number += 1) record("a", "server", null, {}).end();
    expect(ended.length).toBeGreaterThan(100);
    expect(ended.length).toBeLessThan(300);
  });
});
