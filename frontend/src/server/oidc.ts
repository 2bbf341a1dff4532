// The OIDC client for Keycloak: code flow with PKCE, refresh, and end of session.
import * as client from "openid-client";
import { unverifiedClaims } from "./jwt";
import { log, reason } from "./log";
import { SessionEnded, SignInRefused, classified, errorOf, failureOf } from "./oidc-errors";
import { settings, type Settings } from "./settings";
import { ask, countFailure } from "./upstream";

export { LoginExpired, SessionEnded, SignInRefused, SignInUnreachable } from "./oidc-errors";

const TIMEOUT_MS = 8000;
const OFFLINE = "offline_access";

/** An address of Keycloak's below `base` instead of its public or internal address. */
function moved(url: string | undefined, base: string, where: Settings): string | undefined {
  const current = [where.oidcInternalUrl, where.oidcIssuer].find((prefix) =>
    url?.startsWith(`${prefix}/`),
  );
  return url && current ? base + url.slice(current.length) : url;
}

/**
 * Keycloak's discovery document has public addresses, but this process may reach Keycloak at an
 * internal one. Keep the addresses that browsers visit, move those that this process calls to the
 * internal address, and raise an Error unless the issuer is the configured one.
 */
export function metadata(document: client.ServerMetadata, where: Settings): client.ServerMetadata {
  if (document.issuer !== where.oidcIssuer) {
    throw new Error(
      `the realm's issuer is ${document.issuer}, but ISOTHERM_OIDC_ISSUER is ${where.oidcIssuer}`,
    );
  }
  return {
    ...document,
    authorization_endpoint: moved(document.authorization_endpoint, where.oidcIssuer, where),
    end_session_endpoint: moved(document.end_session_endpoint, where.oidcIssuer, where),
    token_endpoint: moved(document.token_endpoint, where.oidcInternalUrl, where),
    jwks_uri: moved(document.jwks_uri, where.oidcInternalUrl, where),
  };
}

/** The last word of one of Keycloak's addresses, such as `/token`. */
const endpointOf = (address: string): string =>
  /\/(?:token|certs|userinfo|logout|auth)$/.exec(new URL(address).pathname)?.[0] ?? "/other";

let discovered: client.Configuration | undefined;

/** The client's configuration, cached. `fresh` fetches it, to check that Keycloak responds before a browser is sent there. */
async function configuration(fresh: boolean): Promise<client.Configuration> {
  if (discovered && !fresh) return discovered;
  const where = settings();
  const address = `${where.oidcInternalUrl}/.well-known/openid-configuration`;
  const response = await ask("sign-in", "/.well-known/openid-configuration", address, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw errorOf("discovery", response.status);
  const server = metadata((await response.json()) as client.ServerMetadata, where);
  const created = new client.Configuration(server, where.oidcClientId, where.oidcClientSecret);
  created.timeout = TIMEOUT_MS / 1000;
  created[client.customFetch] = (address, { body, method, headers, signal, redirect }) =>
    ask("sign-in", endpointOf(address), address, {
      method,
      headers,
      redirect,
      ...(signal ? { signal } : {}),
      ...(body === undefined || body === null ? {} : { body: body as BodyInit }),
    });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- not deprecated, but marked so as a warning; used for http only
  if (where.oidcInternalUrl.startsWith("http:")) client.allowInsecureRequests(created);
  // Plain http does not authenticate Keycloak, so check the ID token's signature too.
  client.enableNonRepudiationChecks(created);
  discovered = created;
  return created;
}

/** Run one exchange with Keycloak; raise SessionEnded, SignInUnreachable or SignInRefused. */
async function withKeycloak<T>(
  name: string,
  exchange: (to: client.Configuration) => Promise<T>,
  fresh = false,
): Promise<T> {
  try {
    return await exchange(await configuration(fresh));
  } catch (error) {
    const raised = classified(name, error);
    const failure = failureOf(error);
    if (failure) countFailure("sign-in", failure);
    if (!(raised instanceof SessionEnded))
      log("warning", "oidc", `${name} failed`, { kind: kindOf(raised), why: reason(error) });
    throw raised;
  }
}

const kindOf = (error: Error): string => (error instanceof SignInRefused ? "refused" : "away");

export interface LoginState {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
}

/** The address to redirect the browser to for signing in, and the state that the callback needs. */
export async function startLogin(returnTo: string): Promise<{ url: URL; login: LoginState }> {
  const login: LoginState = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    returnTo,
  };
  const challenge = await client.calculatePKCECodeChallenge(login.verifier);
  const url = await withKeycloak(
    "start of a login",
    (to) =>
      Promise.resolve(
        client.buildAuthorizationUrl(to, {
          redirect_uri: `${settings().publicUrl}/auth/callback`,
          scope: "openid profile email",
          state: login.state,
          nonce: login.nonce,
          code_challenge: challenge,
          code_challenge_method: "S256",
        }),
      ),
    true,
  );
  return { url, login };
}

export type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

/** Whether these tokens outlive the user's session at Keycloak, so that no sign-out ends them. */
function areOffline(tokens: Tokens): boolean {
  const scopes = [tokens.scope, unverifiedClaims(tokens.access_token).scope];
  return (
    scopes.some((scope) => typeof scope === "string" && scope.split(" ").includes(OFFLINE)) ||
    Number(tokens.refresh_expires_in ?? NaN) === 0 ||
    unverifiedClaims(tokens.refresh_token).typ === "Offline"
  );
}

/** Return the tokens; if they are offline tokens, end their session and raise `refusal` instead. */
async function onlineOnly(tokens: Tokens, refusal: Error): Promise<Tokens> {
  if (!areOffline(tokens)) return tokens;
  const { refresh_token: refreshToken, id_token: idToken } = tokens;
  const ends = [
    ...(refreshToken ? [endSession(refreshToken)] : []),
    // The login has also started a session of the browser, which an offline token does not end.
    ...(idToken ? [endSessionOf({ id_token_hint: idToken })] : []),
  ];
  const failed = (await Promise.allSettled(ends)).filter(({ status }) => status === "rejected");
  log("warning", "oidc", "offline tokens refused", { ended: failed.length === 0 });
  throw refusal;
}

/** Exchange the callback's code for tokens; `search` is the callback's query string. */
export function finishLogin(search: string, login: LoginState): Promise<Tokens> {
  const url = new URL(`${settings().publicUrl}/auth/callback${search}`);
  return withKeycloak("end of a login", async (to) =>
    onlineOnly(
      await client.authorizationCodeGrant(to, url, {
        pkceCodeVerifier: login.verifier,
        expectedState: login.state,
        expectedNonce: login.nonce,
        idTokenExpected: true,
      }),
      new SignInRefused("offline tokens"),
    ),
  );
}

export const refresh = (token: string): Promise<Tokens> =>
  withKeycloak("refresh", async (to) =>
    onlineOnly(await client.refreshTokenGrant(to, token), new SessionEnded("offline tokens")),
  );

/** Post to Keycloak's end-of-session address, with this client's credentials. */
const endSessionOf = (form: Record<string, string>): Promise<void> =>
  withKeycloak("sign-out", async (to) => {
    const where = settings();
    const address = moved(to.serverMetadata().end_session_endpoint, where.oidcInternalUrl, where);
    if (!address) throw new SignInRefused("the realm has no end_session_endpoint");
    const response = await ask("sign-in", "/logout", address, {
      method: "POST",
      body: new URLSearchParams({
        client_id: where.oidcClientId,
        client_secret: where.oidcClientSecret,
        ...form,
      }),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await response.json().catch(() => null)) as { error?: string } | null;
    // "invalid_grant" means that the session had already ended.
    if (response.status >= 400 && body?.error !== "invalid_grant")
      throw errorOf("sign-out", response.status);
  });

/** End the session of a refresh token at Keycloak, without the browser. */
export const endSession = (refreshToken: string): Promise<void> =>
  endSessionOf({ refresh_token: refreshToken });

/** The address at which Keycloak ends its session and redirects the browser back. */
export function endSessionUrl(idToken: string | null): Promise<URL> {
  const where = settings();
  return withKeycloak(
    "sign-out",
    (to) =>
      Promise.resolve(
        client.buildEndSessionUrl(to, {
          post_logout_redirect_uri: `${where.publicUrl}/signed-out`,
          ...(idToken ? { id_token_hint: idToken } : {}),
        }),
      ),
    true,
  );
}
