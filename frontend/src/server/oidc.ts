// The OIDC client for Keycloak: code flow with PKCE, refresh, and end of session.
import * as client from "openid-client";
import { log, reason } from "./log";
import { settings, type Settings } from "./settings";

/** Keycloak did not respond; the session may still be valid. */
export class SignInUnreachable extends Error {}
/** Keycloak responded that the session or code is no longer valid. */
export class SessionEnded extends Error {}

const TIMEOUT_MS = 8000;

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
  const moved = (url: string | undefined, base: string): string | undefined => {
    const current = [where.oidcInternalUrl, where.oidcIssuer].find((prefix) =>
      url?.startsWith(`${prefix}/`),
    );
    return url && current ? base + url.slice(current.length) : url;
  };
  return {
    ...document,
    authorization_endpoint: moved(document.authorization_endpoint, where.oidcIssuer),
    end_session_endpoint: moved(document.end_session_endpoint, where.oidcIssuer),
    token_endpoint: moved(document.token_endpoint, where.oidcInternalUrl),
    jwks_uri: moved(document.jwks_uri, where.oidcInternalUrl),
  };
}

let discovered: client.Configuration | undefined;

/** The client's configuration, cached. `fresh` fetches it, to check that Keycloak responds before a browser is sent there. */
async function configuration(fresh: boolean): Promise<client.Configuration> {
  if (discovered && !fresh) return discovered;
  const where = settings();
  const response = await fetch(`${where.oidcInternalUrl}/.well-known/openid-configuration`, {
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`discovery responded with ${response.status}`);
  const server = metadata((await response.json()) as client.ServerMetadata, where);
  const created = new client.Configuration(server, where.oidcClientId, where.oidcClientSecret);
  created.timeout = TIMEOUT_MS / 1000;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- not deprecated, but marked so as a warning; used for http only
  if (where.oidcInternalUrl.startsWith("http:")) client.allowInsecureRequests(created);
  // Plain http does not authenticate Keycloak, so check the ID token's signature too.
  client.enableNonRepudiationChecks(created);
  discovered = created;
  return created;
}

/** Run one exchange with Keycloak; raise SessionEnded or SignInUnreachable. */
async function withKeycloak<T>(
  what: string,
  exchange: (to: client.Configuration) => Promise<T>,
  fresh = false,
): Promise<T> {
  try {
    return await exchange(await configuration(fresh));
  } catch (error) {
    if (
      error instanceof client.ResponseBodyError ||
      error instanceof client.AuthorizationResponseError
    ) {
      if (error.error === "invalid_grant" || error instanceof client.AuthorizationResponseError) {
        throw new SessionEnded(error.error, { cause: error });
      }
    }
    log("warning", "oidc", `${what} failed`, { reason: reason(error) });
    throw new SignInUnreachable(what, { cause: error });
  }
}

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

/** Exchange the callback's code for tokens; `search` is the callback's query string. */
export function finishLogin(search: string, login: LoginState): Promise<Tokens> {
  const url = new URL(`${settings().publicUrl}/auth/callback${search}`);
  return withKeycloak("end of a login", (to) =>
    client.authorizationCodeGrant(to, url, {
      pkceCodeVerifier: login.verifier,
      expectedState: login.state,
      expectedNonce: login.nonce,
      idTokenExpected: true,
    }),
  );
}

export const refresh = (token: string): Promise<Tokens> =>
  withKeycloak("refresh", (to) => client.refreshTokenGrant(to, token));

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
