import { readFileSync, readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { startSpan, traceparentOf } from "@/server/tracing/spans";
import { startTracing } from "@/server/tracing/switch";
import { stubSettings, written } from "../lines";

beforeAll(() => stubSettings());
const WHO = { instance: "frontend-0", version: "1.2.3" };

describe("tracing", () => {
  it("is nothing while no endpoint is set", async () => {
    await (
      await startTracing(WHO, null, 1)
    )();
    const span = startSpan("a", "server", null, {});
    expect(span.place).toBeNull();
    expect(traceparentOf(span)).toBeNull();
    span.set("a", 1);
    span.fail("a");
    span.end();
  });

  it("writes spans on stderr, and what is left at the end", async () => {
    const output = written("stderr");
    const end = await startTracing(WHO, "console", 1);
    const span = startSpan("GET /auth/callback", "server", null, {
      "http.route": "/auth/callback",
    });
    span.end();
    await end();
    expect(output.lines()).toMatchObject([
      { span: "GET /auth/callback", trace_id: span.place?.traceId, kind: "server" },
    ]);
    expect(startSpan("a", "server", null, {}).place).toBeNull();
  });

  it("loads OpenTelemetry only where spans are recorded", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(
      (file) =>
        /\.tsx?$/.test(file) && readFileSync(`src/${file}`, "utf8").includes('"@opentelemetry/'),
    );
    expect(files.sort()).toEqual([
      "server/tracing/console.ts",
      "server/tracing/otlp.ts",
      "server/tracing/recording.ts",
      "server/tracing/sender.ts",
    ]);
    const all = readdirSync("src", { recursive: true, encoding: "utf8" });
    for (const file of all.filter((name) => /\.tsx?$/.test(name) && !files.includes(name)))
      expect(readFileSync(`src/${file}`, "utf8")).not.toMatch(
        /^import (?!type)[^;]*"[^"]*tracing\/(console|otlp|recording|sender)"/m,
      );
  });
});
