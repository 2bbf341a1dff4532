// Access tokens, cached in this process: one per session, with concurrent refreshes coalesced.
import { increment } from "./metrics";
import { SessionEnded, SignInUnreachable, refresh, type Tokens } from "./oidc";
import type { Session } from "./session";

interface Held {
  session: Session;
  accessToken: string;
  expiresAt: number;
}

interface Cache {
  held: Map<string, Held>;
  running: Map<string, Promise<Held>>;
}

const EARLY_MS = 30_000;
const MOST_SESSIONS = 10_000;
const KEY = Symbol.for("isotherm.tokens");
const store = globalThis as unknown as Record<symbol, Cache | undefined>;
const cache: Cache = (store[KEY] ??= { held: new Map(), running: new Map() });

/** Cache the token endpoint's response, and return it with the updated session for the cookie. */
export function keep(tokens: Tokens, session: Session): Held {
  const now = Date.now();
  const held: Held = {
    accessToken: tokens.access_token,
    expiresAt: now + (tokens.expires_in ?? 60) * 1000,
    session: {
      ...session,
      refreshToken: tokens.refresh_token ?? session.refreshToken,
      refreshedAt: now,
      idToken: tokens.id_token ?? session.idToken,
    },
  };
  cache.held.delete(session.id);
  cache.held.set(session.id, held);
  if (cache.held.size > MOST_SESSIONS) {
    const oldest = cache.held.keys().next();
    if (!oldest.done) cache.held.delete(oldest.value);
  }
  return held;
}

export function forget(id: string): void {
  cache.held.delete(id);
}

async function fetchToken(session: Session): Promise<Held> {
  try {
    const held = keep(await refresh(session.refreshToken), session);
    increment("isotherm_frontend_refreshes_total", { outcome: "ok" });
    return held;
  } catch (error) {
    const ended = error instanceof SessionEnded;
    increment("isotherm_frontend_refreshes_total", { outcome: ended ? "ended" : "failed" });
    if (ended) forget(session.id);
    throw error;
  }
}

/**
 * Return the access token of a session, and the session with its newest refresh token. Raise
 * SessionEnded or SignInUnreachable. While Keycloak is unavailable, a token is used until it expires.
 */
export async function accessToken(session: Session): Promise<Held> {
  const held = cache.held.get(session.id);
  const now = Date.now();
  if (held && held.expiresAt - EARLY_MS > now) return held;
  const newest = held && held.session.refreshedAt > session.refreshedAt ? held.session : session;
  let running = cache.running.get(session.id);
  if (!running) {
    running = fetchToken(newest).finally(() => cache.running.delete(session.id));
    cache.running.set(session.id, running);
  }
  try {
    return await running;
  } catch (error) {
    if (error instanceof SignInUnreachable && held && held.expiresAt > now) return held;
    throw error;
  }
}
