// Requests that Next.js cannot read, and what answers them.

/** Methods that the Fetch standard forbids, so that no Request can be made of them. */
export const FORBIDDEN_METHODS = new Set(["TRACE", "TRACK", "CONNECT"]);
export const BAD_METHOD = "/api/bad-method";
/** Where requests whose target cannot be decoded go: those below /api, and all others. */
export const BAD_API_ADDRESS = "/api/bad-address";
export const BAD_PAGE_ADDRESS = "/bad-address";

/** Whether a path with query is percent-encoded UTF-8 without NUL, as everything here expects it. */
export function isDecodable(target: string): boolean {
  try {
    return !decodeURIComponent(target).includes("\0");
  } catch {
    return false;
  }
}

/** The target to serve instead of this one: itself unless it cannot be decoded. */
export function servedTarget(target: string): string {
  // Only OPTIONS and proxies send other forms than "/path?query".
  const path = target.replace(/^https?:\/\/[^/?#]*/i, "");
  if (path.startsWith("/") && isDecodable(path)) return target;
  return /^\/+api([/?]|$)/.test(path) ? BAD_API_ADDRESS : BAD_PAGE_ADDRESS;
}
