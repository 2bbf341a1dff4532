// The pages' Content-Security-Policy.
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
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // Signing out is a form whose response redirects to the sign-in service and back.
    `form-action 'self' ${signIn}`,
    ...(where.publicUrl.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
