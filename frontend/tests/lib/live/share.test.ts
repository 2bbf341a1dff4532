import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { followServer } from "@/lib/live/share";
import type { LiveState } from "@/lib/live/stream";
import type { ServerEvent } from "@/lib/sse";

// The real fetch, locks and channels, against a server that tells each tab's stream apart.
const asked: (string | undefined)[] = [];
const open: ServerResponse[] = [];
const server = createServer((request, response) => {
  asked.push(request.headers["last-event-id"] as string | undefined);
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write("event: hello\nid: 1\ndata: {}\n\n");
  open.push(response);
});

class Tab {
  states: LiveState[] = [];
  events: ServerEvent[] = [];
  stop: () => void;
  constructor(subject: string) {
    this.stop = followServer(subject, {
      onState: (state) => this.states.push(state), onEvent: (event) => this.events.push(event), onReturn: () => undefined,
    });
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
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => real(`http://127.0.0.1:${port}${path}`, init));
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

const tab = () => {
  const made = new Tab(`person ${subject}`);
  tabs.push(made);
  return made;
};

it("opens one stream however many tabs look, and all of them hear it", async () => {
  const first = tab();
  await vi.waitFor(() => expect(first.phase).toBe("live"));
  const second = tab();
  await vi.waitFor(() => expect(second.phase).toBe("live"));
  open[0]?.write('event: latest\nid: 2\ndata: {"sensors":[]}\n\n');
  await vi.waitFor(() => expect(second.events.at(-1)?.event).toBe("latest"));
  expect(first.events.at(-1)?.event).toBe("latest");
  expect(asked).toEqual([undefined]);
});

it("hands the stream on when its tab closes, and the next begins where it stood", async () => {
  const first = tab();
  await vi.waitFor(() => expect(first.phase).toBe("live"));
  const second = tab();
  await vi.waitFor(() => expect(second.phase).toBe("live"));
  open[0]?.write("event: latest\nid: 7\ndata: {}\n\n");
  await vi.waitFor(() => expect(second.events).toHaveLength(1));
  first.stop();
  await vi.waitFor(() => expect(asked).toEqual([undefined, "7"]));
});

it("keeps people apart who share a browser", async () => {
  const mine = tab();
  await vi.waitFor(() => expect(mine.phase).toBe("live"));
  subject += 1;
  const theirs = tab();
  await vi.waitFor(() => expect(theirs.phase).toBe("live"));
  expect(asked).toHaveLength(2);
});
