import type { ServerResponse } from "node:http";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seriesNow } from "@/server/metrics";
import { pushTo } from "@/server/tracing/otlp";
import { Sender, type Push } from "@/server/tracing/sender";
import { stubSettings, written } from "../lines";
import { collector, spans } from "./collector";

beforeAll(() => stubSettings());
let output: ReturnType<typeof written>;
beforeEach(() => {
  output = written();
});

const lost = (reason: string) =>
  seriesNow("isotherm_process_spans_lost_total").find(({ labels }) => labels.reason === reason)
    ?.value ?? NaN;
const sent = () => seriesNow("isotherm_process_spans_sent_total")[0]?.value ?? NaN;
const FAST = { collectMs: 1, firstRetryMs: 1, lastRetryMs: 5 };
const ofLogger = () => output.lines().filter(({ logger }) => logger === "tracing");

/** A push that is answered by the test. */
function held() {
  const pushed: { count: number; answer: (refused: number | null) => void }[] = [];
  const push: Push = (batch) =>
    new Promise((answer) => pushed.push({ count: batch.length, answer }));
  return { pushed, push };
}

describe("the sender", () => {
  it("sends spans to a collector, and counts those that it rejects", async () => {
    // ExportTraceServiceResponse with partial_success.rejected_spans = 1
    const { url, taken } = await collector((response) =>
      response.writeHead(200).end(Buffer.from([0x0a, 0x02, 0x08, 0x01])),
    );
    const [sentBefore, lostBefore] = [sent(), lost("refused")];
    const sender = new Sender(pushTo(`${url}/`), FAST);
    for (const span of spans(3)) sender.add(span);
    await sender.close(5000);
    expect(taken).toHaveLength(1);
    expect(taken[0]).toMatchObject({ path: "/v1/traces", type: "application/x-protobuf" });
    expect(taken[0]?.body.includes("isotherm-frontend")).toBe(true);
    expect([sent() - sentBefore, lost("refused") - lostBefore]).toEqual([2, 1]);
  });

  it.each([
    ["more than there were", [0xe8, 0x07]],
    ["a negative number, which reads as a large one", [...Array<number>(9).fill(0xff), 0x01]],
  ])("counts each span once if an answer rejects %s", async (_what, rejected) => {
    const partial = [0x08, ...rejected];
    const { url } = await collector((response) =>
      response.writeHead(200).end(Buffer.from([0x0a, partial.length, ...partial])),
    );
    const [sentBefore, lostBefore] = [sent(), lost("refused")];
    const sender = new Sender(pushTo(url), FAST);
    for (const span of spans(3)) sender.add(span);
    await sender.close(5000);
    expect([sent() - sentBefore, lost("refused") - lostBefore]).toEqual([0, 3]);
  });

  it.each([400, 401, 404, 500, 301])("loses what a collector refuses with %i", async (status) => {
    const { url, taken } = await collector((response) =>
      response.writeHead(status, { location: "http://127.0.0.1:9/" }).end("<p>no".repeat(1e5)),
    );
    const before = lost("refused");
    const sender = new Sender(pushTo(url), FAST);
    for (const span of spans(2)) sender.add(span);
    await sender.close(5000);
    expect([taken.length, lost("refused") - before]).toEqual([1, 2]);
  });

  it.each([429, 502, 503, 504])("tries again after %i, and says so once", async (status) => {
    let tries = 0;
    const { url } = await collector((response) => {
      tries += 1;
      response.writeHead(tries < 4 ? status : 200).end();
    });
    const before = sent();
    const sender = new Sender(pushTo(url), FAST);
    for (const span of spans(2)) sender.add(span);
    await expect.poll(sent).toBe(before + 2);
    await sender.close(100);
    expect(tries).toBe(4);
    expect(ofLogger().map(({ level }) => level)).toEqual(["warning", "info"]);
  });

  it("holds a bounded number of spans for a collector that hangs", async () => {
    const before = lost("queue_full");
    const { push, pushed } = held();
    const sender = new Sender(push, { ...FAST, queue: 5, batch: 2 });
    const many = spans(10);
    for (const span of many.slice(0, 2)) sender.add(span);
    await expect.poll(() => pushed.length).toBe(1);
    for (const span of many.slice(2)) sender.add(span);
    expect(lost("queue_full") - before).toBe(5);
    const [unreachable, started] = [lost("unreachable"), Date.now()];
    await sender.close(20);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(lost("unreachable") - unreachable).toBe(5);
    expect(ofLogger().at(-1)).toMatchObject({ level: "warning", spans: 5 });
    sender.add(many[0] as never);
    expect(lost("queue_full") - before).toBe(6);
  });

  it.each([
    ["hangs", () => undefined],
    ["breaks off", (response: ServerResponse) => response.destroy()],
  ])("gives up within its grace if the collector %s", async (_what, answer) => {
    const { url } = await collector(answer);
    const before = lost("unreachable");
    const sender = new Sender(pushTo(url), FAST);
    for (const span of spans(3)) sender.add(span);
    await sender.close(50);
    expect(lost("unreachable") - before).toBe(3);
  });

  it("gives up within its grace if there is no collector", async () => {
    const before = lost("unreachable");
    const sender = new Sender(pushTo("http://127.0.0.1:9"), FAST);
    for (const span of spans(3)) sender.add(span);
    await sender.close(50);
    expect(lost("unreachable") - before).toBe(3);
  });

  it("goes on after spans that cannot be encoded", async () => {
    const before = lost("unencodable");
    let tries = 0;
    const sender = new Sender((batch) => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error("odd")) : Promise.resolve(batch.length - 1);
    }, FAST);
    const [first, second] = spans(2);
    sender.add(first as never);
    await expect.poll(() => tries).toBe(1);
    sender.add(second as never);
    await sender.close(5000);
    expect([tries, lost("unencodable") - before]).toEqual([2, 1]);
  });

  it("sends at once what fills a batch", async () => {
    const { push, pushed } = held();
    const sender = new Sender(push, { ...FAST, collectMs: 1e6, batch: 4 });
    for (const span of spans(4)) sender.add(span);
    await expect.poll(() => pushed.length).toBe(1);
    pushed[0]?.answer(0);
    await sender.close(1000);
    expect(pushed.map(({ count }) => count)).toEqual([4]);
  });
});
