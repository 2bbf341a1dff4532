// Security headers: of every response, and the pages' Content-Security-Policy.
import type { Settings } from "./settings";

/** Scripts need the page's nonce. Inline styles are allowed, because Mantine uses them. */
export function contentSecurityPolicy(
  nonce: string,
  where: Pick<Settings, "oidcIssuer" | "publicUrl">,
  development = false,
): string {
  const signIn = new URL(where.oidcIssuer).origin;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    // The service worker; without this it would need the nonce, which its registration cannot carry.
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // Signing out is a form whose response redirects to the sign-in service and back.
    `form-action 'self' ${signIn}`,
    ...(where.publicUrl.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

const YEAR_S = 365 * 86_400;

/** The headers of every response; pages replace the policy by their own. */
export const responseHeaders = (where: Pick<Settings, "publicUrl">): Record<string, string> => ({
  // For what is no page: it loads nothing. Inline styles are for the icon, which is SVG.
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  ...(where.publicUrl.startsWith("https:")
    ? { "strict-transport-security": `max-age=${YEAR_S}` }
    : {}),
});
