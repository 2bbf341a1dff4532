import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { captureConsole, log, reason } from "@/server/log";
import { enterRequest, runFor } from "@/server/request";
import { NO_SPAN, type Span } from "@/server/tracing/spans";
import { stubSettings, written } from "./lines";

beforeAll(() => stubSettings());

const request = (span: Span = NO_SPAN) => ({
  id: "0123456789abcdef0123456789abcdef",
  span,
  subject: null,
  settle: () => undefined,
});
const place = (isSampled: boolean) => ({
  ...NO_SPAN,
  place: { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", isSampled },
});

describe("a log line", () => {
  it("has the fields of the other parts", () => {
    const output = written();
    log("warning", "pass", "api did not respond", { why: "fetch failed" });
    const [line] = output.lines();
    expect(Object.keys(line ?? {})).toEqual([
      "time",
      "level",
      "service",
      "instance",
      "logger",
      "message",
      "why",
    ]);
    expect(line).toMatchObject({ level: "warning", service: "frontend", instance: "frontend-0" });
    expect(Date.parse(String(line?.time))).toBeGreaterThan(0);
  });

  it("says for which request it was written, and in which trace if that is recorded", async () => {
    const output = written();
    runFor(request(), () => log("info", "a", "without a trace"));
    runFor(request(place(false)), () => log("info", "a", "not recorded"));
    await runFor(request(place(true)), async () => {
      await Promise.resolve();
      log("info", "a", "recorded");
    });
    log("info", "a", "for no request");
    const ids = output.lines().map((line) => [line.request_id, line.trace_id, line.span_id]);
    const { id } = request();
    expect(ids).toEqual([
      [id, undefined, undefined],
      [id, undefined, undefined],
      [id, "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"],
      [undefined, undefined, undefined],
    ]);
  });

  it("belongs to the request that was entered, for what follows in that call alone", async () => {
    const output = written();
    const answer = async (id: string) => {
      await Promise.resolve();
      enterRequest({ ...request(), id });
      await new Promise((resolve) => setTimeout(resolve, 1));
      log("info", "a", id);
    };
    await Promise.all([answer("first-id"), answer("second-id")]);
    log("info", "a", "after");
    expect(output.lines().map((line) => [line.message, line.request_id])).toEqual([
      ["first-id", "first-id"],
      ["second-id", "second-id"],
      ["after", undefined],
    ]);
  });

  it("has no secret in its message or fields", () => {
    const output = written();
    log("info", "a", "GET /auth/callback?code=c0de&state=st4te", {
      why: reason(new Error("failed", { cause: new Error("Bearer abcdefgh.ijklmnop") })),
      headers: { cookie: "isotherm_session=s3ssion", accept: "*/*" },
      big: 10n,
    });
    expect(output.text()).not.toMatch(/c0de|st4te|abcdefgh|s3ssion/);
    expect(output.lines()[0]).toMatchObject({ headers: { accept: "*/*" }, big: "10" });
  });
});

describe("the console", () => {
  it("becomes log lines, whatever is printed", () => {
    const usual = { ...console };
    const listeners = process.listeners("warning");
    onTestFinished(() => {
      Object.assign(console, usual);
      process.removeAllListeners("warning");
      for (const listener of listeners) process.on("warning", listener);
    });
    const output = written();
    captureConsole();
    const circular: Record<string, unknown> = { code: "c0de" };
    circular.self = circular;
    const error = new Error("broken at /x?token=t0ken", {
      cause: new URLSearchParams("code=c0de"),
    });
    /* eslint-disable no-console -- what Next.js does */
    console.error(" \u001b[31m⨯\u001b[0m ", error);
    console.warn({ url: "/auth/callback?code=c0de", state: "st4te", kind: "RSC" });
    console.log(circular, undefined, null, 1n, Symbol("x"), () => undefined);
    console.error(new Error("outer", { cause: new Error("inner?code=c0de") }));
    console.trace("traced");
    console.log("");
    /* eslint-enable no-console */
    for (const stream of [process.stdout, process.stderr])
      stream.emit("error", new Error("write EPIPE"));
    process.emit("warning", new Error("a listener leaks of ada@example.org"));
    expect(output.text()).not.toMatch(/c0de|t0ken|st4te|ada|\\u001b/);
    const lines = output.lines();
    expect(lines.map(({ level, logger }) => `${logger} ${level}`)).toEqual([
      "next error",
      "next warning",
      "next info",
      "next error",
      "next debug",
      "node warning",
    ]);
    expect(lines[0]?.message).toMatch(/^⨯\s+Error: broken at \/x\?…\n {4}at /);
    expect(lines[1]?.message).toContain('"kind":"RSC"');
    expect(lines[2]?.message).toContain("[object Object] undefined null 1 Symbol(x)");
    expect(lines[3]?.message).toContain("caused by Error: inner?…");
  });
});
