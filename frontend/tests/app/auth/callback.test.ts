import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { written } from "../../server/lines";
import { dropped, json, jwt, startStandIns, type Reply, type StandIns } from "../../keycloak";

let standIns: StandIns;
let login: (request: NextRequest) => Promise<Response>;
let callback: (request: NextRequest) => Promise<Response>;

beforeAll(async () => {
  standIns = await startStandIns();
  ({ GET: login } = await import("@/app/auth/login/route"));
  ({ GET: callback } = await import("@/app/auth/callback/route"));
});
afterAll(() => standIns.stop());
beforeEach(() => standIns.reset());

const now = () => Math.floor(Date.now() / 1000);
const claims = (nonce: string) => ({
  iss: standIns.issuer,
  aud: "isotherm-web",
  sub: "user",
  name: "Ada Lovelace",
  email: "ada@example.org",
  preferred_username: "lovelace",
  iat: now(),
  exp: now() + 300,
  nonce,
});
const tokens = (nonce: string) => ({
  access_token: jwt({ scope: "openid profile email" }),
  refresh_token: jwt({ typ: "Refresh", exp: now() + 1800 }),
  id_token: jwt(claims(nonce)),
  token_type: "Bearer",
  expires_in: 300,
  refresh_expires_in: 1800,
  scope: "openid profile email",
});

/** Log in, with this response of the token endpoint and these parameters of the callback. */
async function logIn(
  token: (nonce: string) => Reply,
  change: (parameters: URLSearchParams) => void = () => undefined,
): Promise<{ path: string; signedIn: boolean }> {
  const output = written();
  const started = await login(
    new NextRequest(`${standIns.publicUrl}/auth/login?return_to=/ledger`),
  );
  const asked = new URL(started.headers.get("location") ?? "").searchParams;
  standIns.replies.token = token(asked.get("nonce") ?? "");
  const parameters = new URLSearchParams({
    code: "c0de-of-one-login",
    state: asked.get("state") ?? "",
    iss: standIns.issuer,
  });
  change(parameters);
  const cookie = started.headers.get("set-cookie")?.split(";")[0] ?? "";
  const finished = await callback(
    new NextRequest(`${standIns.publicUrl}/auth/callback?${parameters.toString()}`, {
      headers: { cookie },
    }),
  );
  const path = finished.headers.get("location")?.replace(standIns.publicUrl, "") ?? "";
  const set = finished.headers.getSetCookie().join();
  // Whatever happens, no log line has anything of it.
  const secrets = [...parameters.values(), ...asked.values(), cookie.split("=")[1] ?? ""];
  for (const secret of [
    ...secrets.filter((text) => text.length > 12 && !/^http|^openid/.test(text)),
    ...WHO,
  ])
    expect(output.text()).not.toContain(secret);
  expect(output.lines().map((line) => line.outcome)).toContain(outcomeOf(path));
  return { path, signedIn: set.includes("isotherm_session=") };
}
const outcomeOf = (path: string) => new URL(path, "http://x").searchParams.get("reason") ?? "ok";
const WHO = ["Ada", "Lovelace", "lovelace", "ada@example.org", "eyJ", "isotherm_session="];
const ok = (nonce: string) => json(200, tokens(nonce));
const AWAY = { path: "/signed-out?reason=away", signedIn: false };
const REFUSED = { path: "/signed-out?reason=refused", signedIn: false };

describe("the callback", () => {
  it("signs in and returns to the page", async () => {
    expect(await logIn(ok)).toEqual({ path: "/ledger", signedIn: true });
    expect(standIns.at("/logout")).toEqual([]);
  });

  it.each([
    ["scope", { scope: "openid offline_access email" }],
    ["only scope", { scope: "offline_access" }],
    ["endless refresh token", { refresh_expires_in: 0 }],
    ["type of the refresh token", { refresh_token: jwt({ typ: "Offline" }) }],
    ["scope of the access token", { access_token: jwt({ scope: "openid offline_access" }) }],
  ])("refuses offline tokens by their %s, and ends their session", async (_by, offline) => {
    let sent: Partial<ReturnType<typeof tokens>> = {};
    const outcome = await logIn((nonce) => {
      sent = { ...tokens(nonce), ...offline };
      return json(200, sent);
    });
    expect(outcome).toEqual(REFUSED);
    const forms = standIns.at("/logout").map(({ form }) => Object.fromEntries(form));
    const client = { client_id: "isotherm-web", client_secret: "secret" };
    expect(forms).toContainEqual({ ...client, refresh_token: sent.refresh_token });
    expect(forms).toContainEqual({ ...client, id_token_hint: sent.id_token });
  });

  it("refuses offline tokens also if their session cannot be ended", async () => {
    standIns.replies.logout = dropped;
    const outcome = await logIn((nonce) => json(200, { ...tokens(nonce), refresh_expires_in: 0 }));
    expect(outcome).toEqual(REFUSED);
  });

  it.each<[string, (parameters: URLSearchParams) => void]>([
    ["another issuer", (parameters) => parameters.set("iss", "https://evil.example")],
    ["no issuer", (parameters) => parameters.delete("iss")],
    ["two issuers", (parameters) => parameters.append("iss", "https://evil.example")],
    ["two states", (parameters) => parameters.append("state", "other")],
    ["no code", (parameters) => parameters.delete("code")],
    ["a JARM response", (parameters) => parameters.set("response", "x.y.z")],
    ["access denied", (parameters) => parameters.set("error", "access_denied")],
    ["an invalid scope", (parameters) => parameters.set("error", "invalid_scope")],
  ])("is refused with %s", async (_what, change) => {
    expect(await logIn(ok, change)).toEqual(REFUSED);
  });

  const changed = (change: object) => (nonce: string) =>
    json(200, { ...tokens(nonce), id_token: jwt({ ...claims(nonce), ...change }) });
  it.each<[string, (nonce: string) => Reply]>([
    ["a token of another issuer", changed({ iss: "https://evil.example" })],
    ["a token for another client", changed({ aud: "other" })],
    ["a token of another login", changed({ nonce: "other" })],
    ["an expired token", changed({ exp: 1 })],
    ["a token without a subject", changed({ sub: undefined })],
    [
      "a forged token",
      (nonce) =>
        json(200, { ...tokens(nonce), id_token: `${jwt(claims(nonce)).slice(0, -8)}AAAAAAAA` }),
    ],
    ["no ID token", (nonce) => json(200, { ...tokens(nonce), id_token: undefined })],
    ["a code that is no longer valid", () => json(400, { error: "invalid_grant" })],
    ["a client that Keycloak refuses", () => json(401, { error: "invalid_client" })],
  ])("is refused with %s", async (_what, token) => {
    expect(await logIn(token)).toEqual(REFUSED);
  });

  it.each<[string, Reply]>([
    ["no response", dropped],
    ["status 503", json(503, {})],
    ["status 429", json(429, { error: "slow_down" })],
    ["a server error", json(400, { error: "server_error" })],
    [
      "a page of a proxy",
      (_seen, response) => response.writeHead(502, { "content-type": "text/html" }).end("<p>"),
    ],
    [
      "half a response",
      (_seen, response) =>
        response.writeHead(200, { "content-type": "application/json" }).end('{"access'),
    ],
  ])("says that the sign-in service is away after %s", async (_what, reply) => {
    expect(await logIn(() => reply)).toEqual(AWAY);
  });

  it.each(["temporarily_unavailable", "server_error"])(
    "says that the sign-in service is away if it says %s",
    async (error) => {
      expect(await logIn(ok, (parameters) => parameters.set("error", error))).toEqual(AWAY);
    },
  );
});

describe("a login that took too long", () => {
  it("is called that, although Keycloak calls itself unavailable", async () => {
    const outcome = await logIn(ok, (parameters) => {
      parameters.set("error", "temporarily_unavailable");
      parameters.set("error_description", "authentication_expired");
    });
    expect(outcome.path).toBe("/signed-out?reason=expired");
  });
});

describe("the start of a login", () => {
  const reason = async () => {
    const answer = await login(new NextRequest(`${standIns.publicUrl}/auth/login`));
    return new URL(answer.headers.get("location") ?? "").searchParams.get("reason");
  };

  it("says that the sign-in service is away if it is", async () => {
    standIns.replies.discovery = dropped;
    expect(await reason()).toBe("away");
    standIns.replies.discovery = json(503, {});
    expect(await reason()).toBe("away");
  });

  it("does not call it away if it is another realm, or none", async () => {
    standIns.replies.discovery = json(200, { issuer: "https://other.example" });
    expect(await reason()).toBe("failed");
    standIns.replies.discovery = json(404, { error: "Realm does not exist" });
    expect(await reason()).toBe("failed");
  });
});
