// What can go wrong in an exchange with Keycloak, by what follows from it.
import * as client from "openid-client";
import { kindOf, type FailureKind } from "./upstream";

/** Keycloak did not respond, or could not at the time; the session may still be valid. */
export class SignInUnreachable extends Error {}
/** Keycloak responded that the session or code is no longer valid. */
export class SessionEnded extends Error {}
/** Keycloak or the user refused, or a response cannot be trusted; retrying does not help. */
export class SignInRefused extends Error {}
/** The login took too long, or another tab has finished it. */
export class LoginExpired extends SignInRefused {}

/** How Keycloak describes that, with the error "temporarily_unavailable". */
const EXPIRED = "authentication_expired";
/** Errors of OAuth that mean "not now". */
const NOT_NOW = new Set(["server_error", "temporarily_unavailable"]);
/** Codes of openid-client: no response, or none that Keycloak itself could have sent. */
const NO_RESPONSE = new Set([
  "OAUTH_TIMEOUT",
  "OAUTH_ABORT",
  "OAUTH_PARSE_ERROR",
  "OAUTH_RESPONSE_IS_NOT_JSON",
]);
const TIMEOUTS = new Set(["OAUTH_TIMEOUT", "OAUTH_ABORT"]);

const isNotNow = (status: number): boolean => status >= 500 || status === 429;

/** The error that a response of this status means, if it is no success. */
export const errorOf = (exchange: string, status: number): Error =>
  isNotNow(status)
    ? new SignInUnreachable(`${exchange}: status ${status}`)
    : new SignInRefused(`${exchange}: status ${status}`);

function isUnreachable(error: unknown): boolean {
  if (error instanceof client.ClientError) {
    const response = error.cause instanceof Response ? error.cause : null;
    return NO_RESPONSE.has(error.code ?? "") || (response !== null && isNotNow(response.status));
  }
  if (error instanceof client.ResponseBodyError)
    return isNotNow(error.status) || NOT_NOW.has(error.error);
  if (error instanceof client.AuthorizationResponseError) return NOT_NOW.has(error.error);
  // fetch's error of the network has no code; openid-client's errors of arguments do.
  if (error instanceof TypeError) return !("code" in error);
  return error instanceof DOMException || error instanceof SyntaxError;
}

/** The error of an exchange as SessionEnded, SignInUnreachable or SignInRefused. */
export function classified(exchange: string, error: unknown): Error {
  const kinds = [SignInUnreachable, SessionEnded, SignInRefused];
  if (error instanceof Error && kinds.some((kind) => error instanceof kind)) return error;
  if (error instanceof client.ResponseBodyError && error.error === "invalid_grant")
    return new SessionEnded(exchange, { cause: error });
  if (error instanceof client.AuthorizationResponseError && error.error_description === EXPIRED)
    return new LoginExpired(exchange, { cause: error });
  return isUnreachable(error)
    ? new SignInUnreachable(exchange, { cause: error })
    : new SignInRefused(exchange, { cause: error });
}

/** How Keycloak failed; null if it did not: the session had ended, or a person has declined. */
export function failureOf(error: unknown): FailureKind | null {
  if (error instanceof client.ResponseBodyError && error.error === "invalid_grant") return null;
  if (error instanceof client.AuthorizationResponseError)
    return NOT_NOW.has(error.error) && error.error_description !== EXPIRED ? "status" : null;
  if (error instanceof SignInUnreachable) return "status";
  if (!isUnreachable(error)) return error instanceof SessionEnded ? null : "invalid";
  if (error instanceof client.ResponseBodyError) return "status";
  if (!(error instanceof client.ClientError))
    return error instanceof SyntaxError ? "invalid" : kindOf(error);
  if (TIMEOUTS.has(error.code ?? "")) return "timeout";
  return NO_RESPONSE.has(error.code ?? "") ? "invalid" : "status";
}
