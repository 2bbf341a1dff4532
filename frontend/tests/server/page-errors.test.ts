import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { seriesNow } from "@/server/metrics";
import { takePageError } from "@/server/page-errors";
import { sessionCookie } from "@/server/session";
import { stubSettings, written } from "./lines";

const PUBLIC = "http://localhost:3000";
const session = { id: "page", subject: "user-1", refreshToken: "r", refreshedAt: 0, idToken: null };
const of = { publicUrl: PUBLIC, sessionSecret: "s".repeat(32) };
const HEADERS = { cookie: sessionCookie(session, of).split(";")[0] ?? "", origin: PUBLIC };
const REPORT = { kind: "error", message: "TypeError: broken", path: "/sites/a" };

beforeAll(() => stubSettings());
let output: ReturnType<typeof written>;
let now = Date.now();
beforeEach(() => {
  output = written();
  // each test in a minute of its own, as only so many lines are written in one
  now += 60_000;
  vi.useFakeTimers({ toFake: ["Date"], now });
});
afterEach(() => vi.useRealTimers());

const send = async (body: string, headers: Record<string, string> = HEADERS) => {
  const length = { "content-length": String(Buffer.byteLength(body)) };
  const request = new Request(`${PUBLIC}/page-errors`, {
    method: "POST",
    body,
    headers: { ...length, ...headers },
  });
  return (await takePageError(request)).status;
};
const count = (kind: string) =>
  seriesNow("isotherm_frontend_page_errors_total").find(({ labels }) => labels.kind === kind)
    ?.value ?? NaN;

describe("an error of a page", () => {
  it("is counted and logged, by the page's route and without what is nobody's business", async () => {
    const before = [count("error"), count("other")];
    const message = `no answer of /x?token=t0ken for ada@example.org ${"m".repeat(1000)}`;
    expect(await send(JSON.stringify({ ...REPORT, message, path: "/sites/t0ken?x=t0ken" }))).toBe(
      204,
    );
    expect(await send(JSON.stringify({ ...REPORT, kind: "t0ken" }))).toBe(204);
    expect([count("error"), count("other")]).toEqual(before.map((value) => value + 1));
    expect(output.text()).not.toMatch(/t0ken|ada|m{300}/);
    expect(output.lines()[0]).toMatchObject({
      level: "warning",
      logger: "page",
      page: "/sites/{site}",
      subject: "user-1",
    });
  });

  it.each([
    ["a stranger", JSON.stringify(REPORT), { origin: PUBLIC }, 401],
    ["another site", JSON.stringify(REPORT), { ...HEADERS, origin: "https://evil.example" }, 403],
    ["nobody knows whom", JSON.stringify(REPORT), { cookie: HEADERS.cookie }, 403],
    ["a page that sends nonsense", "{", HEADERS, 400],
    ["a page that sends something else", "null", HEADERS, 400],
    ["a page that sends a wrong kind", '{"kind":1,"message":"","path":""}', HEADERS, 400],
    [
      "a page that sends too much",
      JSON.stringify({ ...REPORT, more: "m".repeat(5000) }),
      HEADERS,
      400,
    ],
    ["one that hides how much", JSON.stringify(REPORT), { ...HEADERS, "content-length": "x" }, 400],
  ])("of %s is neither", async (_who, body, headers, status) => {
    const before = count("error");
    expect(await send(body, headers)).toBe(status);
    expect(count("error")).toBe(before);
    expect(output.lines()).toEqual([]);
  });

  it("is only counted if there are many", async () => {
    const before = count("error");
    for (let number = 0; number < 100; number += 1) await send(JSON.stringify(REPORT));
    expect(count("error")).toBe(before + 100);
    expect(output.lines()).toHaveLength(30);
  });
});
