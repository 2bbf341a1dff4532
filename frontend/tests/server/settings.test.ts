import { describe, expect, it } from "vitest";
import { parseSettings } from "@/server/settings";

const GOOD = {
  ISOTHERM_API_URL: "http://127.0.0.1:8000/",
  ISOTHERM_PUBLIC_URL: "http://localhost:3000",
  ISOTHERM_OIDC_ISSUER: "http://localhost:8080/realms/isotherm",
  ISOTHERM_OIDC_CLIENT_SECRET: "secret",
  ISOTHERM_SESSION_SECRET: "s".repeat(32),
};

describe("settings", () => {
  it("are read from the environment, addresses without a trailing slash", () => {
    expect(parseSettings(GOOD)).toMatchObject({
      apiUrl: "http://127.0.0.1:8000",
      oidcInternalUrl: GOOD.ISOTHERM_OIDC_ISSUER,
      oidcClientId: "isotherm-web",
      logLevel: "info",
      managementPort: null,
      helpUrl: null,
      stopDelayMs: 0,
      stopGraceMs: 10_000,
    });
  });

  it.each(Object.keys(GOOD))("raise an error that names %s if it is missing", (name) => {
    expect(() => parseSettings({ ...GOOD, [name]: "" })).toThrow(`${name}: not set`);
  });

  it.each([
    ["ISOTHERM_SESSION_SECRET", "hunter2"],
    ["ISOTHERM_API_URL", "ftp://x"],
    ["ISOTHERM_PUBLIC_URL", "localhost:3000"],
    ["ISOTHERM_LOG_LEVEL", "loud"],
    ["ISOTHERM_HELP_URL", "javascript:alert(1)"],
    ["ISOTHERM_MANAGEMENT_PORT", "99999"],
    ["ISOTHERM_STOP_DELAY_S", "-1"],
    ["ISOTHERM_STOP_DELAY_S", "301"],
    ["ISOTHERM_STOP_DELAY_S", "soon"],
    ["ISOTHERM_STOP_GRACE_S", "301"],
    ["ISOTHERM_SESSION_SECRET_FILE", "/does/not/exist"],
  ])("raise an error that names an invalid %s, but not its value", (name, value) => {
    const fails = () => parseSettings({ ...GOOD, [name]: value });
    expect(fails).toThrow(name);
    expect(fails).not.toThrow(value);
  });
});
