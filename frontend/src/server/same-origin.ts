// CSRF protection: checks that a state-changing request came from our own page.
import { isDecodable } from "./address";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

export const changesState = (method: string): boolean => !SAFE_METHODS.has(method.toUpperCase());

/** Whether the browser sent Origin or Sec-Fetch-Site, and each one sent means the same origin. */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin !== null && origin !== new URL(publicUrl).origin) return false;
  if (site !== null && site !== "same-origin") return false;
  return origin !== null || site !== null;
}

/** Whether a navigation came from our own page or was typed: no other site may sign a user out. */
export function isOwnNavigation(headers: Headers, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site === "none") return true;
  return isSameOrigin(headers, publicUrl) || (site === null && headers.get("origin") === null);
}

/** The path to return to after signing in; "/" unless `wanted` is a path of this site. */
export function returnPath(wanted: string | null, publicUrl: string): string {
  if (!wanted?.startsWith("/") || !URL.canParse(wanted, publicUrl)) return "/";
  const url = new URL(wanted, publicUrl);
  // "/%2e//elsewhere" becomes "//elsewhere", which browsers treat as another host.
  const elsewhere = url.origin !== new URL(publicUrl).origin || url.pathname.startsWith("//");
  const path = url.pathname + url.search;
  if (elsewhere || url.pathname.startsWith("/auth/") || !isDecodable(path)) return "/";
  return path + url.hash;
}
