// A collector of traces that answers as a test wants it to.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { recorderOf } from "@/server/tracing/recording";
import type { Recorder } from "@/server/tracing/spans";

export interface Taken {
  path: string;
  type: string;
  body: Buffer;
}

/** Start a collector that answers a request as `answer` does; return its address and what it was sent. */
export async function collector(answer: (response: ServerResponse) => void) {
  const taken: Taken[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const type = request.headers["content-type"] ?? "";
      taken.push({ path: request.url ?? "", type, body: Buffer.concat(chunks) });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken };
}

/** A recorder, and the spans that have ended. */
export function recorded(ratio = 1): { record: Recorder; ended: ReadableSpan[] } {
  const ended: ReadableSpan[] = [];
  const who = { instance: "frontend-0", version: "1.2.3" };
  return { record: recorderOf(who, ratio, (span) => ended.push(span)), ended };
}

/** So many ended spans. */
export function spans(count: number): ReadableSpan[] {
  const { record, ended } = recorded();
  for (let number = 0; number < count; number += 1)
    record(`GET /${number}`, "server", null, {}).end();
  return ended;
}

/** The names of spans as a collector would read them. */
export const asJson = (of: ReadableSpan[]): unknown =>
  JSON.parse(Buffer.from(JsonTraceSerializer.serializeRequest(of) ?? []).toString());
