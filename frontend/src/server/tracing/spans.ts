// Spans, as the rest of the server sees them: nothing at all while tracing is off. OpenTelemetry is loaded only
// by ./switch.ts, and only if an endpoint is set.

/** The place of a span in its trace: ids as lower-case hex, and whether it is recorded. */
export interface SpanPlace {
  traceId: string;
  spanId: string;
  isSampled: boolean;
}

export interface Span {
  /** Null while tracing is off. */
  readonly place: SpanPlace | null;
  /** Set an attribute, named by OpenTelemetry's semantic conventions if they have it. */
  set(name: string, value: string | number | boolean): void;
  /** Mark it as failed by an error of a kind: never an error's text. */
  fail(kind: string): void;
  /** End it; only the first call counts. */
  end(): void;
}

export type SpanKind = "server" | "client";
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Starts a span below its parent; without one it begins a trace. */
export type Recorder = (
  name: string,
  kind: SpanKind,
  parent: Span | null,
  attributes: Attributes,
) => Span;

const nothing = () => undefined;
export const NO_SPAN: Span = { place: null, set: nothing, fail: nothing, end: nothing };

const KEY = Symbol.for("isotherm.recorder");
const store = globalThis as unknown as Record<symbol, Recorder | undefined>;

/** Record spans from now on, or none; for all bundles that Next.js builds of this module. */
export function recordBy(recorder: Recorder | undefined): void {
  store[KEY] = recorder;
}

export const startSpan: Recorder = (name, kind, parent, attributes) =>
  store[KEY]?.(name, kind, parent, attributes) ?? NO_SPAN;

/** The header that makes another part's spans children of this one, whether or not it is recorded. */
export function traceparentOf({ place }: Span): string | null {
  return place && `00-${place.traceId}-${place.spanId}-${place.isSampled ? "01" : "00"}`;
}
