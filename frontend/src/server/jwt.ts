// Claims of tokens that came from Keycloak itself and are not verified again.

/** The claims of a JWT; none if it is no JWT. */
export function unverifiedClaims(token: string | undefined): Record<string, unknown> {
  const [, payload] = (token ?? "").split(".");
  try {
    const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString("utf8")) as unknown;
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** When a token expires, ms; null if it does not say. */
export function expiryOf(token: string): number | null {
  const { exp } = unverifiedClaims(token);
  return typeof exp === "number" && Number.isFinite(exp) && exp > 0 ? exp * 1000 : null;
}
