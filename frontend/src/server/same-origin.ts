// The proof that a state-changing request came from our own page and not from another site's.

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

export const changesState = (method: string): boolean => !READING.has(method.toUpperCase());

/** True when every hint the browser sent says "same origin" and it sent at least one. */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin !== null && origin !== new URL(publicUrl).origin) return false;
  if (site !== null && site !== "same-origin") return false;
  return origin !== null || site !== null;
}

/** Sign-out is reached by a click on our page or typed by hand, never from another site. */
export function isOwnNavigation(headers: Headers, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site === "none") return true;
  return isSameOrigin(headers, publicUrl) || (site === null && headers.get("origin") === null);
}

/** A path of ours to come back to; anything else becomes the overview. */
export function returnPath(wanted: string | null, publicUrl: string): string {
  if (!wanted?.startsWith("/") || !URL.canParse(wanted, publicUrl)) return "/";
  const url = new URL(wanted, publicUrl);
  // "/%2e//elsewhere" becomes "//elsewhere", which a browser takes for another host.
  const elsewhere = url.origin !== new URL(publicUrl).origin || url.pathname.startsWith("//");
  if (elsewhere || url.pathname.startsWith("/auth/")) return "/";
  return url.pathname + url.search + url.hash;
}
