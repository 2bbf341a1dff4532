import { createHash } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { OFFLINE_PAGE, OFFLINE_POLICY } from "@/server/offline/page";
import { SERVICE_WORKER } from "@/server/offline/worker";

type Handler = (event: Record<string, unknown>) => void;

/** What the worker stores: by the name of the cache, the paths. */
let stored: Map<string, Map<string, Response>>;
let handlers: Map<string, Handler>;
let answer: () => Promise<Response>;
let fetched: [path: unknown, how: RequestInit | undefined][];

beforeEach(() => {
  stored = new Map([
    ["isotherm-offline-old", new Map<string, Response>()],
    ["somebody-else", new Map<string, Response>()],
  ]);
  handlers = new Map();
  fetched = [];
  answer = () => Promise.resolve(new Response("page"));
  const caches = {
    keys: () => Promise.resolve([...stored.keys()]),
    delete: (name: string) => Promise.resolve(stored.delete(name)),
    open: (name: string) => {
      const kept = stored.get(name) ?? new Map<string, Response>();
      stored.set(name, kept);
      return Promise.resolve({
        put: (path: string, response: Response) => Promise.resolve(kept.set(path, response)),
        match: (path: string) => Promise.resolve(kept.get(path)?.clone()),
      });
    },
  };
  const scope = {
    addEventListener: (name: string, handler: Handler) => handlers.set(name, handler),
    skipWaiting: () => Promise.resolve(),
    registration: {},
    clients: { claim: () => Promise.resolve() },
  };
  const ask = (path: unknown, how?: RequestInit) => {
    fetched.push([path, how]);
    return answer();
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the worker is a text that browsers run
  const run = new Function("self", "caches", "fetch", SERVICE_WORKER) as (
    ...scope: unknown[]
  ) => void;
  run(scope, caches, ask);
});

async function raise(name: string): Promise<void> {
  let waiting: unknown;
  handlers.get(name)?.({ waitUntil: (work: unknown) => (waiting = work) });
  await waiting;
}

/** The worker's answer to a request; null if it leaves it to the browser. */
async function ask(url: string, mode = "navigate"): Promise<string | null> {
  const responses: Promise<Response>[] = [];
  handlers.get("fetch")?.({
    request: { url: `https://isotherm.example${url}`, mode },
    preloadResponse: Promise.resolve(undefined),
    respondWith: (work: Promise<Response>) => responses.push(work),
  });
  const [response] = await Promise.all(responses);
  return response ? response.text() : null;
}

async function installed(): Promise<void> {
  const before = answer;
  answer = () => Promise.resolve(new Response("offline"));
  await raise("install");
  await raise("activate");
  answer = before;
}

it("stores the offline page, asked for without cookies, and nothing else", async () => {
  await installed();
  expect(fetched).toEqual([["/offline", { cache: "reload", credentials: "omit" }]]);
  await ask("/");
  await ask("/sensors/a/b");
  const mine = [...stored].filter(([name]) => name.startsWith("isotherm-"));
  expect(mine.map(([, kept]) => [...kept.keys()])).toEqual([["/offline"]]);
});

it("replaces what an earlier release stored, and leaves other caches alone", async () => {
  await installed();
  expect(stored.has("isotherm-offline-old")).toBe(false);
  expect(stored.has("somebody-else")).toBe(true);
});

it("answers a navigation with the server's page, or with the offline page if there is none", async () => {
  await installed();
  expect(await ask("/devices")).toBe("page");
  answer = () => Promise.reject(new TypeError("no connection"));
  expect(await ask("/devices")).toBe("offline");
  answer = () => Promise.resolve(new Response("bad gateway", { status: 502 }));
  expect(await ask("/devices")).toBe("offline");
  answer = () => Promise.resolve(new Response("not found", { status: 404 }));
  expect(await ask("/devices")).toBe("not found");
});

it("leaves every other request to the browser, and downloads of the API too", async () => {
  await installed();
  expect(await ask("/api/v1/sensors", "cors")).toBeNull();
  expect(await ask("/_next/static/a.js", "no-cors")).toBeNull();
  expect(await ask("/api/v1/export?sensor=a/b")).toBeNull();
});

it("has a page whose script and style are those that its policy allows", () => {
  for (const tag of ["script", "style"]) {
    const [, text = ""] = new RegExp(`<${tag}>([^]*)</${tag}>`).exec(OFFLINE_PAGE) ?? [];
    expect(OFFLINE_POLICY).toContain(
      `${tag}-src 'sha256-${createHash("sha256").update(text).digest("base64")}'`,
    );
  }
  expect(OFFLINE_PAGE).not.toMatch(/(src|href)=/);
});
