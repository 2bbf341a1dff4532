// The browser's session: one sealed cookie with the refresh token and ids, never an access token.
import { seal, unseal } from "./seal";
import type { Settings } from "./settings";

export interface Session {
  /** Names this login within the process; keys the cache of access tokens. */
  id: string;
  subject: string;
  refreshToken: string;
  /** When the refresh token was issued, ms: the newer one wins. */
  refreshedAt: number;
  /** Proves to Keycloak at sign-out whose session ends; left out when the cookie would grow too large. */
  idToken: string | null;
}

const PURPOSE = "session";
// Browsers drop a cookie over 4,096 bytes; name and attributes need some of that.
const LARGEST = 3800;
const LONGEST_DAYS = 30;

type Where = Pick<Settings, "publicUrl" | "sessionSecret">;

const isSecure = (where: Where): boolean => where.publicUrl.startsWith("https:");

/** "__Host-" makes browsers insist on Secure and this host alone; it needs https. */
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

/** The Set-Cookie value that keeps a session. */
export function sessionCookie(session: Session, where: Where): string {
  let value = seal(session, where.sessionSecret, PURPOSE);
  if (value.length > LARGEST)
    value = seal({ ...session, idToken: null }, where.sessionSecret, PURPOSE);
  return cookie(where, cookieName(where), value, LONGEST_DAYS * 86_400);
}

/** The Set-Cookie value that ends a session in the browser. */
export const endedCookie = (where: Where): string => cookie(where, cookieName(where), "", 0);

export function readCookie(header: string | null, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}

/** The session in a request's Cookie header; null when there is none that is ours. */
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
