// What a browser may do with our pages.
import type { Settings } from "./settings";

/** Scripts run only with this page's nonce. Mantine writes styles into the page, so those are allowed. */
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
    // Signing out is a form whose answer leads to the sign-in service and back.
    `form-action 'self' ${signIn}`,
    ...(where.publicUrl.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}
