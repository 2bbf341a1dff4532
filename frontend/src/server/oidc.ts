// Everything said to Keycloak: code flow with PKCE, refresh, and the end of a session.
import * as client from "openid-client";
import { log, reason } from "./log";
import { settings, type Settings } from "./settings";

/** Keycloak does not answer; nothing is known about the session. */
export class SignInUnreachable extends Error {}
/** Keycloak answered, and the session or code is no longer good. */
export class SessionEnded extends Error {}

const TIMEOUT_MS = 8000;

/**
 * Keycloak's own document names public addresses; this process may reach it at another one. So
 * the issuer must be the public one, what the browser visits stays public, and what this process
 * calls is moved to the internal address.
 */
export function metadata(document: client.ServerMetadata, where: Settings): client.ServerMetadata {
  if (document.issuer !== where.oidcIssuer) {
    throw new Error(
      `the realm calls itself ${document.issuer}, ISOTHERM_OIDC_ISSUER is ${where.oidcIssuer}`,
    );
  }
  const moved = (url: string | undefined, base: string): string | undefined => {
    const known = [where.oidcInternalUrl, where.oidcIssuer].find((one) =>
      url?.startsWith(`${one}/`),
    );
    return url && known ? base + url.slice(known.length) : url;
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

/** `fresh` asks Keycloak now: before a browser is sent there, it must be known to answer. */
async function configuration(fresh: boolean): Promise<client.Configuration> {
  if (discovered && !fresh) return discovered;
  const where = settings();
  const answer = await fetch(`${where.oidcInternalUrl}/.well-known/openid-configuration`, {
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`discovery answered ${answer.status}`);
  const server = metadata((await answer.json()) as client.ServerMetadata, where);
  const made = new client.Configuration(server, where.oidcClientId, where.oidcClientSecret);
  made.timeout = TIMEOUT_MS / 1000;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; only for http
  if (where.oidcInternalUrl.startsWith("http:")) client.allowInsecureRequests(made);
  // Over plain http the connection vouches for nothing: check the ID token's signature too.
  client.enableNonRepudiationChecks(made);
  discovered = made;
  return made;
}

/** Runs one exchange; tells an ended session from a service that is away. */
async function ask<T>(
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

/** Where to send the browser to sign in, and what the callback will need. */
export async function startLogin(returnTo: string): Promise<{ url: URL; login: LoginState }> {
  const login: LoginState = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    returnTo,
  };
  const challenge = await client.calculatePKCECodeChallenge(login.verifier);
  const url = await ask(
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

/** Exchanges the callback's code for tokens; `search` is the callback's own query. */
export function finishLogin(search: string, login: LoginState): Promise<Tokens> {
  const url = new URL(`${settings().publicUrl}/auth/callback${search}`);
  return ask("end of a login", (to) =>
    client.authorizationCodeGrant(to, url, {
      pkceCodeVerifier: login.verifier,
      expectedState: login.state,
      expectedNonce: login.nonce,
      idTokenExpected: true,
    }),
  );
}

export const refresh = (token: string): Promise<Tokens> =>
  ask("refresh", (to) => client.refreshTokenGrant(to, token));

/** Where to send the browser so that Keycloak ends its session too and comes back to us. */
export function endSessionUrl(idToken: string | null): Promise<URL> {
  const where = settings();
  return ask(
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
