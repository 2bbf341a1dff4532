import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { followServer } from "@/data/live/share";
import type { LiveScope } from "@/domain/live-scope";
import type { LiveState } from "@/data/live/stream";
import type { ServerEvent } from "@/data/live/sse";
import { eventually } from "../../eventually";

// Uses the real fetch, locks and channels, against a server that records each stream's last event id.
const lastIds: (string | undefined)[] = [];
const open: ServerResponse[] = [];
/** The sensors and sites that each stream was limited to. */
const asked: string[][] = [];
const server = createServer((request, response) => {
  lastIds.push(request.headers["last-event-id"] as string | undefined);
  const { searchParams } = new URL(request.url ?? "", "http://server");
  asked.push([...searchParams.getAll("sensor"), ...searchParams.getAll("site")]);
  if (searchParams.getAll("sensor").includes("gone/gone")) {
    response.writeHead(404, { "content-type": "application/problem+json" }).end("{}");
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write("event: hello\nid: 1\ndata: {}\n\n");
  open.push(response);
});

class Tab {
  states: LiveState[] = [];
  events: ServerEvent[] = [];
  returns = 0;
  stop: () => void;
  rescope: (scope: LiveScope) => void;
  constructor(subject: string, after: string | null, scope: LiveScope) {
    const options = {
      after,
      onState: (state: LiveState) => this.states.push(state),
      onEvent: (event: ServerEvent) => this.events.push(event),
      onReturn: () => (this.returns += 1),
    };
    const { stop, rescope } = followServer(subject, options, scope);
    this.stop = stop;
    this.rescope = rescope;
  }
  get phase() {
    return this.states.at(-1)?.phase;
  }
}

let tabs: Tab[] = [];
let subject = 0;

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const real = fetch;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) =>
    real(`http://127.0.0.1:${port}${path}`, init),
  );
  lastIds.length = 0;
  asked.length = 0;
  open.length = 0;
  subject += 1;
});

afterEach(async () => {
  for (const tab of tabs) tab.stop();
  tabs = [];
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const tab = (after: string | null = null, scope: LiveScope = null) => {
  const created = new Tab(`person ${subject}`, after, scope);
  tabs.push(created);
  return created;
};

it("opens one stream for all tabs, and every tab receives its events", async () => {
  const first = tab();
  await eventually(() => expect(first.phase).toBe("live"));
  const second = tab();
  await eventually(() => expect(second.phase).toBe("live"));
  open[0]?.write('event: latest\nid: 2\ndata: {"sensors":[]}\n\n');
  await eventually(() => expect(second.events.at(-1)?.event).toBe("latest"));
  expect(first.events.at(-1)?.event).toBe("latest");
  expect(lastIds).toEqual([undefined]);
});

it("moves the stream to another tab when its tab closes, and resumes after the last event", async () => {
  const first = tab();
  await eventually(() => expect(first.phase).toBe("live"));
  const second = tab();
  await eventually(() => expect(second.phase).toBe("live"));
  open[0]?.write("event: latest\nid: 7\ndata: {}\n\n");
  await eventually(() => expect(second.events).toHaveLength(1));
  first.stop();
  await eventually(() => expect(lastIds).toEqual([undefined, "7"]));
});

it("opens separate streams for users who share a browser", async () => {
  const mine = tab();
  await eventually(() => expect(mine.phase).toBe("live"));
  subject += 1;
  const theirs = tab();
  await eventually(() => expect(theirs.phase).toBe("live"));
  expect(lastIds).toHaveLength(2);
});

it("takes the stream over from a sleeping tab in one tab only, and resumes after the last event", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const name = `isotherm live person ${subject}`;
    const sleeper = new BroadcastChannel(name);
    const held = new Promise<void>((taken) => {
      void navigator.locks
        .request(name, () => new Promise<void>(() => taken()))
        .catch(() => undefined);
    });
    await held;
    const others = [tab(), tab(), tab()];
    const state: LiveState = { phase: "live", lastHeard: Date.now(), nextTry: null, problem: null };
    sleeper.postMessage({ kind: "state", state, id: "5" });
    for (const other of others) await eventually(() => expect(other.phase).toBe("live"));
    sleeper.close();
    await vi.advanceTimersByTimeAsync(60_000);
    await eventually(async () => {
      await vi.advanceTimersByTimeAsync(1_000);
      expect(lastIds).toHaveLength(1);
    });
    open[0]?.write("event: latest\nid: 6\ndata: {}\n\n");
    for (const other of others) await eventually(() => expect(other.events.at(-1)?.id).toBe("6"));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(lastIds).toEqual(["5"]);
  } finally {
    vi.useRealTimers();
  }
});

it("receives events from another tab after its lock was stolen", async () => {
  const first = tab();
  await eventually(() => expect(first.phase).toBe("live"));
  const name = `isotherm live person ${subject}`;
  const other = new BroadcastChannel(name);
  let release: () => void = () => undefined;
  await new Promise<void>((taken) => {
    void navigator.locks.request(
      name,
      { steal: true },
      () =>
        new Promise<void>((done) => {
          release = done;
          taken();
        }),
    );
  });
  await eventually(() => {
    other.postMessage({ kind: "event", event: { event: "latest", data: "{}", id: "9" } });
    expect(first.events.at(-1)?.id).toBe("9");
  });
  expect(lastIds).toHaveLength(1);
  other.close();
  release();
  await eventually(() => expect(lastIds).toEqual([undefined, "9"]));
});

it("resumes after the tab's own mark, and makes a tab that only receives events refetch", async () => {
  const first = tab("40");
  await eventually(() => expect(first.phase).toBe("live"));
  const second = tab("41");
  await eventually(() => expect(second.phase).toBe("live"));
  open[0]?.write("event: latest\nid: 42\ndata: {}\n\n");
  await eventually(() => expect(second.events).toHaveLength(1));
  expect(lastIds).toEqual(["40"]);
  expect([first.returns, second.returns]).toEqual([0, 1]);
});

const only = (...sensors: string[]) => ({ sensors, sites: [] });

it("goes on where other sensors were followed last, so that nothing is missing", async () => {
  const follower = tab();
  await eventually(() => expect(follower.phase).toBe("live"));
  const [all, narrow] = [Date.now(), Date.now() + 4].map(String) as [string, string];
  open[0]?.write(`event: latest\nid: ${all}\ndata: {}\n\n`);
  await eventually(() => expect(follower.events).toHaveLength(2));
  follower.rescope(only("a/a"));
  await eventually(() => expect(asked).toEqual([[], ["a/a"]]));
  open[1]?.write(`event: latest\nid: ${narrow}\ndata: {}\n\n`);
  await eventually(() => expect(follower.events.at(-1)?.id).toBe(narrow));
  // The narrow stream told nothing of b: what follows goes on where all were followed.
  follower.rescope(only("a/b"));
  await eventually(() => expect(asked.at(-1)).toEqual(["a/b"]));
  follower.rescope(null);
  await eventually(() => expect(asked).toHaveLength(4));
  expect(lastIds).toEqual([undefined, all, all, all]);
  expect(follower.states.filter(({ phase }) => phase === "waiting")).toEqual([]);
  expect(follower.returns).toBe(0);
});

it("reads the list again if all were followed too long ago", async () => {
  const follower = tab(String(Date.now() - 3_600_000), only("a/a"));
  await eventually(() => expect(follower.phase).toBe("live"));
  follower.rescope(null);
  await eventually(() => expect(asked).toEqual([["a/a"], []]));
  expect(follower.returns).toBe(1);
});

it("follows what any of the tabs wants", async () => {
  const first = tab("3", only("a/a"));
  await eventually(() => expect(first.phase).toBe("live"));
  const second = tab("3", { sensors: [], sites: ["b"] });
  await eventually(() => expect(asked.at(-1)).toEqual(["a/a", "b"]));
  const third = tab("3");
  await eventually(() => expect(asked.at(-1)).toEqual([]));
  third.stop();
  await eventually(() => expect(asked.at(-1)).toEqual(["a/a", "b"]));
  first.stop();
  await eventually(() => expect(asked.at(-1)).toEqual(["b"]));
  await eventually(() => expect(second.phase).toBe("live"));
});

it("follows everything if one of its sensors does not exist", async () => {
  const follower = tab("3", only("gone/gone", "a/a"));
  await eventually(() => expect(follower.phase).toBe("live"));
  expect(asked).toEqual([["a/a", "gone/gone"], []]);
  expect(lastIds).toEqual(["3", "3"]);
});
