import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type * as Pass from "@/server/pass";
import type * as SessionModule from "@/server/session";
import type * as TokensModule from "@/server/tokens";
import { dropped, json, jwt, startStandIns, SECRET, type StandIns } from "../../keycloak";

// Retries in the background would reach into other tests.
const endLater = vi.hoisted(() => vi.fn<(session: string, token: string, until: number) => void>());
vi.mock("@/server/end-later", () => ({ endLater }));

let standIns: StandIns;
let signOut: (request: Request) => Promise<Response>;
let forward: typeof Pass.forward;
let keep: typeof TokensModule.keep;
let sessionCookie: typeof SessionModule.sessionCookie;

beforeAll(async () => {
  standIns = await startStandIns();
  ({ POST: signOut } = await import("@/app/auth/logout/route"));
  ({ forward } = await import("@/server/pass"));
  ({ keep } = await import("@/server/tokens"));
  ({ sessionCookie } = await import("@/server/session"));
});
afterAll(() => standIns.stop());
beforeEach(() => standIns.reset());

const inMs = (ms: number) => Math.floor((Date.now() + ms) / 1000);
const refreshToken = (more = {}) => jwt({ typ: "Refresh", exp: inMs(1_800_000), ...more });
const fetched = (name: string, seconds = 300) => ({
  access_token: name,
  refresh_token: refreshToken({ name }),
  token_type: "Bearer",
  expires_in: seconds,
  refresh_expires_in: 1800,
});

let number = 0;
/** A browser that is signed in, with an access token of this many seconds cached here, or none. */
function signedIn(seconds: number | null = 300) {
  const id = `session-${(number += 1)}`;
  const session = {
    id,
    subject: "u",
    refreshToken: refreshToken({ id }),
    refreshedAt: 0,
    idToken: jwt({ sub: "u" }),
  };
  if (seconds !== null)
    keep(fetched(`bearer-${id}`, seconds) as unknown as Parameters<typeof keep>[0], session);
  const set = sessionCookie(session, { publicUrl: standIns.publicUrl, sessionSecret: SECRET });
  const headers = { cookie: set.split(";")[0] ?? "" };
  return {
    id,
    session,
    signOut: () =>
      signOut(
        new Request(`${standIns.publicUrl}/auth/logout`, {
          method: "POST",
          headers: { ...headers, origin: standIns.publicUrl },
        }),
      ),
    get: (path: string) => forward(new Request(standIns.publicUrl + path, { headers })),
  };
}
const SIGNED_OUT = () => `${standIns.publicUrl}/signed-out`;

describe("signing out", () => {
  it("ends the session at api, then at Keycloak, and returns to the signed-out page", async () => {
    const browser = signedIn();
    const answer = await browser.signOut();
    expect([answer.status, answer.headers.get("location")]).toEqual([303, SIGNED_OUT()]);
    expect(answer.headers.get("set-cookie")).toMatch(/^isotherm_session=; Path=\/; Max-Age=0/);
    const [atApi] = standIns.at("/api/v1/session");
    expect(atApi?.authorization).toBe(`Bearer bearer-${browser.id}`);
    const [atKeycloak] = standIns.at("/logout");
    expect(Object.fromEntries(atKeycloak?.form ?? [])).toMatchObject({
      client_id: "isotherm-web",
      client_secret: "secret",
    });
    expect(atKeycloak?.form.get("refresh_token")).toMatch(/^eyJ/);
    const order = standIns.seen.map(
      ({ method, path }) => `${method} ${path.split("/").at(-1) ?? ""}`,
    );
    expect(order.filter((request) => !request.startsWith("GET"))).toEqual([
      "DELETE session",
      "POST logout",
    ]);
  });

  it("leaves a copy of the cookie without a token, although Keycloak would give one", async () => {
    const browser = signedIn();
    standIns.replies.token = json(200, fetched("fresh"));
    await browser.signOut();
    const replay = await browser.get("/api/v1/me");
    expect(replay.status).toBe(401);
    expect(replay.headers.get("set-cookie")).toContain("Max-Age=0");
    expect(standIns.at("/token")).toEqual([]);
    expect(standIns.at("/me")).toEqual([]);
  });

  it("gives no token while it is under way", async () => {
    const browser = signedIn();
    standIns.replies.token = json(200, fetched("fresh"));
    const polls: number[] = [];
    const poll: typeof standIns.replies.api = (_seen, response) => {
      void browser.get("/api/v1/me").then(({ status }) => {
        polls.push(status);
        response.writeHead(204).end();
      });
    };
    Object.assign(standIns.replies, { api: poll, logout: poll });
    await browser.signOut();
    expect(polls).toEqual([401, 401]);
  });

  it("discards a token that was being fetched", async () => {
    const browser = signedIn(20);
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      standIns.replies.token = (seen, response) => {
        answer = () => json(200, fetched("late"))(seen, response);
        resolve();
      };
    });
    const poll = browser.get("/api/v1/me");
    await asked;
    const left = browser.signOut();
    answer();
    expect((await poll).status).toBe(401);
    await left;
    expect((await browser.get("/api/v1/me")).status).toBe(401);
    expect(standIns.at("/me")).toEqual([]);
  });

  it("withholds a response that arrives after it, and ends open streams and downloads", async () => {
    const browser = signedIn();
    let answer: () => void = () => undefined;
    standIns.replies.api = ({ path }, response) => {
      if (path.endsWith("/session")) response.writeHead(204).end();
      else if (path.endsWith("/late")) answer = () => json(200, {})({} as never, response);
      else {
        const type = path.endsWith("/live") ? "text/event-stream" : "text/csv";
        response.writeHead(200, { "content-type": type }).write("first");
      }
    };
    const [live, file] = [await browser.get("/api/v1/live"), await browser.get("/api/v1/export")];
    const late = browser.get("/api/v1/late");
    await expect.poll(() => standIns.at("/late").length).toBe(1);
    await browser.signOut();
    answer();
    expect((await late).status).toBe(401);
    expect(await live.text()).toBe("first");
    await expect(file.text()).rejects.toThrow();
  });

  it("fetches a token to tell api if none is cached here", async () => {
    const browser = signedIn(null);
    standIns.replies.token = json(200, fetched("fetched"));
    await browser.signOut();
    expect(standIns.at("/api/v1/session")[0]?.authorization).toBe("Bearer fetched");
    expect((await browser.get("/api/v1/me")).status).toBe(401);
  });

  it.each([
    ["refuses", json(401, {})],
    ["knows no session", json(404, {})],
    ["finds no session in the token", json(409, {})],
    ["fails", json(500, {})],
    ["does not respond", dropped],
  ])("is not stopped by an api that %s", async (_how, reply) => {
    const browser = signedIn();
    standIns.replies.api = reply;
    expect((await browser.signOut()).headers.get("location")).toBe(SIGNED_OUT());
    expect(standIns.at("/logout")).toHaveLength(1);
  });

  it("is complete if the session had already ended at Keycloak", async () => {
    const browser = signedIn(null);
    standIns.replies.logout = json(400, { error: "invalid_grant" });
    expect((await browser.signOut()).headers.get("location")).toBe(SIGNED_OUT());
  });

  it.each([
    ["does not respond", dropped],
    ["is unavailable", json(503, {})],
  ])("says what it could not end if Keycloak %s", async (_how, reply) => {
    const browser = signedIn();
    Object.assign(standIns.replies, { logout: reply, token: reply, discovery: reply });
    expect((await browser.signOut()).headers.get("location")).toBe(`${SIGNED_OUT()}?reason=half`);
    expect(endLater.mock.lastCall?.[0]).toBe(browser.id);
    expect(endLater.mock.lastCall?.[2]).toBeGreaterThan(Date.now());
    standIns.reset();
    standIns.replies.token = json(200, fetched("fresh"));
    expect((await browser.get("/api/v1/me")).status).toBe(401);
    // Going back and signing out again ends what was left.
    expect((await browser.signOut()).headers.get("location")).toBe(SIGNED_OUT());
    expect(standIns.at("/token")).toEqual([]);
  });

  it("lets the browser end the session if Keycloak refuses this process", async () => {
    const browser = signedIn();
    standIns.replies.logout = json(401, { error: "invalid_client" });
    const location = new URL((await browser.signOut()).headers.get("location") ?? "");
    expect(location.pathname).toMatch(/\/logout$/);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      id_token_hint: browser.session.idToken,
      post_logout_redirect_uri: SIGNED_OUT(),
    });
  });

  it("happens once for concurrent requests", async () => {
    const browser = signedIn();
    await Promise.all([browser.signOut(), browser.signOut()]);
    expect(standIns.at("/logout")).toHaveLength(1);
  });

  it("is harmless without a session, and refused to other sites", async () => {
    const url = `${standIns.publicUrl}/auth/logout`;
    expect((await signOut(new Request(url))).headers.get("location")).toBe(SIGNED_OUT());
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await signOut(new Request(url, { headers }))).status).toBe(403);
    expect(standIns.seen).toEqual([]);
  });
});

describe("a refresh", () => {
  it("that brings offline tokens ends the session", async () => {
    const browser = signedIn(null);
    standIns.replies.token = json(200, { ...fetched("offline"), refresh_expires_in: 0 });
    expect((await browser.get("/api/v1/me")).status).toBe(401);
    expect(standIns.at("/logout")).toHaveLength(1);
    expect(standIns.at("/me")).toEqual([]);
  });

  it("that Keycloak refuses is not called an outage", async () => {
    const browser = signedIn(null);
    standIns.replies.token = json(401, { error: "invalid_client" });
    const answer = await browser.get("/api/v1/me");
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ type: "urn:isotherm:problem:sign-in-refused" });
  });

  it("follows a token that api refused", async () => {
    const browser = signedIn();
    standIns.replies.api = json(401, {});
    expect((await browser.get("/api/v1/me")).status).toBe(401);
    expect((await browser.get("/api/v1/me")).headers.get("set-cookie")).toContain("Max-Age=0");
    expect(standIns.at("/token")).toHaveLength(1);
  });
});
