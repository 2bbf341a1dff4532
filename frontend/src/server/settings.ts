// Settings from the environment. An invalid one is reported in one line and ends the process.
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

export interface Settings {
  /** The address of api, as seen from this process. */
  apiUrl: string;
  /** This site's address as browsers see it, for redirects and the same-origin check. */
  publicUrl: string;
  /** The realm's issuer in tokens. */
  oidcIssuer: string;
  /** The realm as this process reaches it. */
  oidcInternalUrl: string;
  oidcClientId: string;
  oidcClientSecret: string;
  sessionSecret: string;
  instance: string;
  logLevel: "debug" | "info" | "warning" | "error";
  /** The port of healthz, readyz and metrics; null if they are not served. */
  managementPort: number | null;
  managementHost: string;
  /** The base address of the collector of traces, or `console`; null if none are recorded. */
  otlpEndpoint: string | null;
  /** The share of the traces beginning here that are recorded, 0…1. */
  traceRatio: number;
  /** The operator's own help, which the help page names first; null without one. */
  helpUrl: string | null;
  /** How long a stop goes on serving, so that whoever routes requests can learn of it. */
  stopDelayMs: number;
  /** How long requests that still run after that may take before they are cut off. */
  stopGraceMs: number;
}

/** The collector that means stderr. */
export const CONSOLE = "console";

type Environment = Record<string, string | undefined>;

class SettingError extends Error {}

const LEVELS = ["debug", "info", "warning", "error"] as const;

function read(environment: Environment, name: string): string | undefined {
  const file = environment[`${name}_FILE`];
  if (!file) return environment[name];
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new SettingError(`${name}_FILE: the file cannot be read`);
  }
}

function text(environment: Environment, name: string, fallback?: string): string {
  const value = read(environment, name) ?? fallback;
  if (!value) throw new SettingError(`${name}: not set`);
  return value;
}

function address(environment: Environment, name: string, fallback?: string): string {
  const value = text(environment, name, fallback);
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new SettingError(`${name}: not an http or https address`);
  }
  return value.replace(/\/+$/, "");
}

/** The address of a collector: no user, query or fragment, as it is no secret. */
const COLLECTOR = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/;

function collector(environment: Environment): string | null {
  const value = read(environment, "ISOTHERM_OTLP_ENDPOINT");
  if (!value) return null;
  if (value !== CONSOLE && !(COLLECTOR.test(value) && URL.canParse(value)))
    throw new SettingError(`ISOTHERM_OTLP_ENDPOINT: not an http or https address, nor ${CONSOLE}`);
  return value;
}

function ratio(environment: Environment): number {
  const value = text(environment, "ISOTHERM_TRACE_RATIO", "1");
  if (!(/^\d*\.?\d+(e-?\d+)?$/i.test(value) && Number(value) <= 1))
    throw new SettingError("ISOTHERM_TRACE_RATIO: not a number from 0 to 1");
  return Number(value);
}

const LONGEST_STOP_S = 300;

/** A setting in seconds, returned in milliseconds. */
function milliseconds(environment: Environment, name: string, fallback: number): number {
  const value = text(environment, name, String(fallback));
  if (!(/^\d{1,3}(\.\d+)?$/.test(value) && Number(value) <= LONGEST_STOP_S)) {
    throw new SettingError(`${name}: not a number of seconds up to ${LONGEST_STOP_S}`);
  }
  return Number(value) * 1000;
}

/** Parse the environment; raise a SettingError that names the invalid setting. */
export function parseSettings(environment: Environment): Settings {
  const sessionSecret = text(environment, "ISOTHERM_SESSION_SECRET");
  if (sessionSecret.length < 32) {
    throw new SettingError("ISOTHERM_SESSION_SECRET: shorter than 32 characters");
  }
  const logLevel = text(environment, "ISOTHERM_LOG_LEVEL", "info").toLowerCase();
  const level = LEVELS.find((name) => name === logLevel);
  if (!level) throw new SettingError(`ISOTHERM_LOG_LEVEL: not one of ${LEVELS.join(", ")}`);
  const port = read(environment, "ISOTHERM_MANAGEMENT_PORT");
  if (port && !(/^\d{1,5}$/.test(port) && Number(port) <= 65535)) {
    throw new SettingError("ISOTHERM_MANAGEMENT_PORT: not a port number");
  }
  const oidcIssuer = address(environment, "ISOTHERM_OIDC_ISSUER");
  return {
    apiUrl: address(environment, "ISOTHERM_API_URL"),
    publicUrl: address(environment, "ISOTHERM_PUBLIC_URL"),
    oidcIssuer,
    oidcInternalUrl: address(environment, "ISOTHERM_OIDC_INTERNAL_URL", oidcIssuer),
    oidcClientId: text(environment, "ISOTHERM_OIDC_CLIENT_ID", "isotherm-web"),
    oidcClientSecret: text(environment, "ISOTHERM_OIDC_CLIENT_SECRET"),
    sessionSecret,
    instance: text(environment, "ISOTHERM_INSTANCE", hostname()),
    logLevel: level,
    managementPort: port ? Number(port) : null,
    managementHost: text(environment, "ISOTHERM_MANAGEMENT_HOST", "127.0.0.1"),
    otlpEndpoint: collector(environment),
    traceRatio: ratio(environment),
    helpUrl: read(environment, "ISOTHERM_HELP_URL")
      ? address(environment, "ISOTHERM_HELP_URL")
      : null,
    stopDelayMs: milliseconds(environment, "ISOTHERM_STOP_DELAY_S", 0),
    stopGraceMs: milliseconds(environment, "ISOTHERM_STOP_GRACE_S", 10),
  };
}

let loaded: Settings | undefined;

/** The process's settings, read once. */
export function settings(): Settings {
  loaded ??= parseSettings(process.env);
  return loaded;
}

/** The settings; if one is invalid, report it in one line and exit with code 2. */
export function settingsOrExit(): Settings {
  try {
    return settings();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    process.stderr.write(`isotherm-frontend: ${error.message}\n`);
    process.exit(2);
  }
}
