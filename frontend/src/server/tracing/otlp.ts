// Pushes spans to a collector by OTLP over HTTP, as protobuf. Source: OTLP 1.9, section OTLP/HTTP: 429, 502, 503 and
// 504 ask for another try, any other error is final, and a success may say how many spans were rejected.
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { Push } from "./sender";

const PATH = "/v1/traces";
const TRY_AGAIN = new Set([429, 502, 503, 504]);
/** Of an answer that are read; one that is longer is no collector's. */
const ANSWER_BYTES = 64 * 1024;

/** At most so many bytes of a body; the rest is not read. */
async function start(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  for (let size = 0; reader && size < ANSWER_BYTES;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  await reader?.cancel();
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES);
}

/** How many spans a successful answer says were rejected; it may say any number. */
function rejected(answer: Uint8Array): number {
  try {
    const { partialSuccess } = ProtobufTraceSerializer.deserializeResponse(answer);
    return partialSuccess?.rejectedSpans ?? 0;
  } catch {
    // some answer in JSON, or with a page
    return 0;
  }
}

/** Pushes to a collector's base address. */
export function pushTo(endpoint: string): Push {
  const url = endpoint.replace(/\/+$/, "").replace(new RegExp(`${PATH}$`), "") + PATH;
  return async (spans, timeoutMs) => {
    const body = ProtobufTraceSerializer.serializeRequest(spans);
    if (!body) throw new Error("spans cannot be encoded");
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/x-protobuf" },
        body: Uint8Array.from(body),
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const answer = await start(response.body);
      if (TRY_AGAIN.has(response.status)) return null;
      if (response.status !== 200) return spans.length;
      return Math.min(rejected(answer), spans.length);
    } catch {
      return null;
    }
  };
}
