// Records spans by OpenTelemetry's SDK, and hands those that have ended to a sender. The provider is not registered
// for the process: Next.js would record spans of its own, with the queries of addresses in them.
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import type { Context, Span as OtelSpan } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace";
import type { Recorder, Span, SpanPlace } from "./spans";

export interface Who {
  instance: string;
  version: string;
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT };
const LIMITS = {
  attributeCountLimit: 64,
  attributeValueLengthLimit: 1024,
  eventCountLimit: 8,
  linkCountLimit: 64,
};

/** A span of OpenTelemetry, sampled or not. */
class RecordedSpan implements Span {
  readonly #span: OtelSpan;

  constructor(span: OtelSpan) {
    this.#span = span;
  }

  get place(): SpanPlace {
    const { traceId, spanId, traceFlags } = this.#span.spanContext();
    return { traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
  }

  /** The context of its children. */
  get context(): Context {
    return trace.setSpan(ROOT_CONTEXT, this.#span);
  }

  set(name: string, value: string | number | boolean): void {
    this.#span.setAttribute(name, value);
  }

  fail(kind: string): void {
    this.#span.setAttribute("error.type", kind).setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    if (this.#span.isRecording()) this.#span.end();
  }
}

/** Returns a recorder of a share of the traces that begin here, 0…1. */
export function recorderOf(
  { instance, version }: Who,
  ratio: number,
  ended: (span: ReadableSpan) => void,
): Recorder {
  const done = () => Promise.resolve();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.name": "isotherm-frontend",
      "service.instance.id": instance,
      "service.version": version,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanLimits: LIMITS,
    spanProcessors: [{ onStart: () => undefined, onEnd: ended, forceFlush: done, shutdown: done }],
  });
  const tracer = provider.getTracer("isotherm");
  return (name, kind, parent, attributes) => {
    const context = parent instanceof RecordedSpan ? parent.context : ROOT_CONTEXT;
    return new RecordedSpan(tracer.startSpan(name, { kind: KINDS[kind], attributes }, context));
  };
}
