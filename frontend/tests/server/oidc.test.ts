import { describe, expect, it } from "vitest";
import { metadata } from "@/server/oidc";
import { parseSettings } from "@/server/settings";

const where = parseSettings({
  ISOTHERM_API_URL: "http://api",
  ISOTHERM_PUBLIC_URL: "https://isotherm.example",
  ISOTHERM_OIDC_ISSUER: "https://id.example/realms/isotherm",
  ISOTHERM_OIDC_INTERNAL_URL: "http://keycloak:8080/realms/isotherm",
  ISOTHERM_OIDC_CLIENT_SECRET: "secret",
  ISOTHERM_SESSION_SECRET: "s".repeat(32),
});
const documentOf = (base: string) => ({
  issuer: "https://id.example/realms/isotherm",
  authorization_endpoint: `${base}/auth`,
  token_endpoint: `${base}/token`,
  jwks_uri: `${base}/certs`,
  end_session_endpoint: `${base}/logout`,
});

describe("the realm's discovery document", () => {
  it.each([where.oidcIssuer, where.oidcInternalUrl])(
    "with addresses at %s keeps browsers outside and this process inside",
    (base) => {
      expect(metadata(documentOf(base), where)).toMatchObject({
        authorization_endpoint: "https://id.example/realms/isotherm/auth",
        end_session_endpoint: "https://id.example/realms/isotherm/logout",
        token_endpoint: "http://keycloak:8080/realms/isotherm/token",
        jwks_uri: "http://keycloak:8080/realms/isotherm/certs",
      });
    },
  );

  it("may lie below a path, with the addresses of each side as Keycloak names them", () => {
    const path = "idp/realms/isotherm";
    const below = {
      ...where,
      oidcIssuer: `https://isotherm.example/${path}`,
      oidcInternalUrl: `http://one-keycloak:8080/${path}`,
    };
    const document = {
      issuer: below.oidcIssuer,
      authorization_endpoint: `${below.oidcIssuer}/auth`,
      end_session_endpoint: `${below.oidcIssuer}/logout`,
      token_endpoint: `${below.oidcInternalUrl}/token`,
      jwks_uri: `${below.oidcInternalUrl}/certs`,
    };
    expect(metadata(document, below)).toEqual(document);
    const outside = documentOf(below.oidcIssuer);
    expect(metadata({ ...outside, issuer: below.oidcIssuer }, below)).toEqual(document);
  });

  it("of another issuer raises an error", () => {
    const other = { ...documentOf(where.oidcInternalUrl), issuer: where.oidcInternalUrl };
    expect(() => metadata(other, where)).toThrow("ISOTHERM_OIDC_ISSUER");
  });
});
