// The browser's session: a sealed cookie with the refresh token and ids, but no access token.
import { observe } from "./metrics";
import { seal, unseal } from "./seal";
import type { Settings } from "./settings";

export interface Session {
  /** Identifies this login; the key of its cached access token. */
  id: string;
  subject: string;
  refreshToken: string;
  /** When the refresh token was issued, ms: the newer one wins. */
  refreshedAt: number;
  /** Identifies the session to Keycloak at sign-out; null if the cookie would grow too large. */
  idToken: string | null;
}

const PURPOSE = "session";
// Browsers drop cookies over 4,096 bytes, name and attributes included.
const MAX_VALUE_LENGTH = 3800;
const LONGEST_DAYS = 30;

type Where = Pick<Settings, "publicUrl" | "sessionSecret">;

const isSecure = (where: Where): boolean => where.publicUrl.startsWith("https:");

/** The prefix "__Host-" makes browsers require Secure and this host; it needs https. */
export const cookieName = (where: Where): string =>
  isSecure(where) ? "__Host-isotherm" : "isotherm_session";

export function cookie(
  where: Where,
  name: string,
  value: string,
  seconds: number,
  path = "/",
): string {
  const secure = isSecure(where) ? "; Secure" : "";
  return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** The Set-Cookie value that stores a session. */
export function sessionCookie(session: Session, where: Where): string {
  let value = seal(session, where.sessionSecret, PURPOSE);
  if (value.length > MAX_VALUE_LENGTH)
    value = seal({ ...session, idToken: null }, where.sessionSecret, PURPOSE);
  const set = cookie(where, cookieName(where), value, LONGEST_DAYS * 86_400);
  observe("isotherm_frontend_session_cookie_bytes", set.length);
  return set;
}

/** The Set-Cookie value that deletes a session. */
export const endedCookie = (where: Where): string => cookie(where, cookieName(where), "", 0);

export function readCookie(header: string | null, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}

/** The session in a request's Cookie header, or null. */
export function readSession(header: string | null, where: Where): Session | null {
  const value = readCookie(header, cookieName(where));
  if (!value) return null;
  const opened = unseal(value, where.sessionSecret, PURPOSE) as Partial<Session> | null;
  if (!opened || typeof opened.id !== "string" || typeof opened.refreshToken !== "string")
    return null;
  return {
    id: opened.id,
    subject: opened.subject ?? "",
    refreshToken: opened.refreshToken,
    refreshedAt: opened.refreshedAt ?? 0,
    idToken: opened.idToken ?? null,
  };
}
