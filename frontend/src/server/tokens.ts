// Access tokens, cached in this process: one per session, with concurrent refreshes coalesced. A session
// that was signed out is remembered, so that its cookie gets no token from here.
import { expiryOf } from "./jwt";
import { log } from "./log";
import { increment, provide } from "./metrics";
import { SessionEnded, SignInUnreachable, refresh, type Tokens } from "./oidc";
import type { Session } from "./session";

export interface Held {
  session: Session;
  accessToken: string;
  expiresAt: number;
}

interface Cache {
  held: Map<string, Held>;
  running: Map<string, Promise<Held>>;
  /** Until when each session that was signed out is remembered, ms. */
  ended: Map<string, number>;
}

const EARLY_MS = 30_000;
const MOST_SESSIONS = 10_000;
/** For a refresh token that does not say when it expires: the longest session of the realm. */
const LONGEST_MS = 10 * 3_600_000;
const KEY = Symbol.for("isotherm.tokens");
const store = globalThis as unknown as Record<symbol, Cache | undefined>;
const cache: Cache = (store[KEY] ??= {
  held: new Map(),
  running: new Map(),
  ended: new Map(),
});
provide("isotherm_frontend_sessions", () => cache.held.size);

/** Store an entry as the newest, and drop the oldest if there are too many. */
function put<T>(map: Map<string, T>, id: string, value: T): void {
  map.delete(id);
  map.set(id, value);
  const oldest = map.size > MOST_SESSIONS ? map.keys().next() : null;
  if (oldest && !oldest.done) map.delete(oldest.value);
}

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
  if (!isEnded(session.id)) put(cache.held, session.id, held);
  return held;
}

export function forget(id: string): void {
  cache.held.delete(id);
}

/** Until when a session that was signed out here is remembered, ms; 0 if it was not. */
export const endedUntil = (id: string): number => cache.ended.get(id) ?? 0;

/** Whether this session was signed out here. */
export const isEnded = (id: string): boolean => endedUntil(id) > Date.now();

/**
 * Give out no token of this session from now on, until its refresh token has expired. Return its last
 * tokens, to end it elsewhere; for this a token is fetched if none is cached. Raise SessionEnded if
 * it had already ended, or SignInUnreachable or SignInRefused.
 */
export async function lastTokens(session: Session): Promise<Held> {
  const now = Date.now();
  const wasEnded = isEnded(session.id);
  const held = cache.held.get(session.id);
  const tokens = [session.refreshToken, ...(held ? [held.session.refreshToken] : [])];
  for (const [id, until] of cache.ended) if (until <= now) cache.ended.delete(id);
  put(
    cache.ended,
    session.id,
    Math.max(...tokens.map((token) => expiryOf(token) ?? now + LONGEST_MS), held?.expiresAt ?? 0),
  );
  forget(session.id);
  if (wasEnded) throw new SessionEnded("signed out before");
  if (held && held.expiresAt > now) return held;
  return cache.running.get(session.id) ?? fetchToken(session);
}

/** Count and log what came of asking for an access token. */
function note(outcome: "ok" | "ended" | "failed", { subject }: Session): void {
  increment("isotherm_frontend_refreshes_total", { outcome });
  log(outcome === "failed" ? "warning" : "info", "tokens", "access token asked for", {
    outcome,
    subject,
  });
}

async function fetchToken(session: Session): Promise<Held> {
  try {
    const held = keep(await refresh(session.refreshToken), session);
    note("ok", session);
    return held;
  } catch (error) {
    const ended = error instanceof SessionEnded;
    note(ended ? "ended" : "failed", session);
    if (ended) forget(session.id);
    throw error;
  }
}

/**
 * Return the access token of a session, and the session with its newest refresh token. Raise
 * SessionEnded or SignInUnreachable. While Keycloak is unavailable, a token is used until it expires.
 */
export async function accessToken(session: Session): Promise<Held> {
  if (isEnded(session.id)) throw new SessionEnded("signed out");
  const held = cache.held.get(session.id);
  const now = Date.now();
  if (held && held.expiresAt - EARLY_MS > now) return held;
  const newest = held && held.session.refreshedAt > session.refreshedAt ? held.session : session;
  let running = cache.running.get(session.id);
  if (!running) {
    running = fetchToken(newest).finally(() => cache.running.delete(session.id));
    cache.running.set(session.id, running);
  }
  let token: Held;
  try {
    token = await running;
  } catch (error) {
    if (!(error instanceof SignInUnreachable && held && held.expiresAt > now)) throw error;
    token = held;
  }
  // Someone may have signed out while Keycloak was asked.
  if (isEnded(session.id)) throw new SessionEnded("signed out");
  return token;
}
