// Writes each ended span as one JSON line on stderr, for people who want to look at them; as the Python parts do.
import { SpanKind, SpanStatusCode, type HrTime } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { redactedField } from "../redact";
import type { Push } from "./sender";

/** Microseconds since 1970 as ISO text. */
function instant([seconds, nanos]: HrTime): string {
  const micros = String(Math.trunc(nanos / 1000)).padStart(6, "0");
  return new Date(seconds * 1000).toISOString().replace("000Z", `${micros}+00:00`);
}

const milliseconds = ([seconds, nanos]: HrTime): number => seconds * 1000 + nanos / 1e6;

/** A span as a JSON document; `parent_span_id` is null at a trace's root. */
export function documentOf(span: ReadableSpan): object {
  const { traceId, spanId } = span.spanContext();
  const { attributes: names } = span.resource;
  return {
    span: span.name,
    service: names["service.name"],
    instance: names["service.instance.id"],
    version: names["service.version"],
    trace_id: traceId,
    span_id: spanId,
    parent_span_id: span.parentSpanContext?.spanId ?? null,
    kind: SpanKind[span.kind].toLowerCase(),
    start: instant(span.startTime),
    duration_ms: milliseconds(span.duration),
    status: span.status.code === SpanStatusCode.ERROR ? "error" : "ok",
    attributes: span.attributes,
    links: [],
  };
}

export const pushToConsole: Push = (spans) => {
  const lines = spans.map((span) => `${JSON.stringify(documentOf(span), redactedField)}\n`);
  process.stderr.write(lines.join(""));
  return Promise.resolve(0);
};
