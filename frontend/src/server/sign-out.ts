// Ends a session everywhere, without the browser: here, at api, and at Keycloak.
import { endLater } from "./end-later";
import { log, reason } from "./log";
import { increment } from "./metrics";
import { SessionEnded, SignInUnreachable, endSession, endSessionUrl } from "./oidc";
import { currentRequest } from "./request";
import { REQUEST_ID } from "./requests";
import type { Session } from "./session";
import { settings } from "./settings";
import { endStreamsOf } from "./streams";
import { endedUntil, lastTokens } from "./tokens";
import { ask, countFailure, kindOf } from "./upstream";

interface End {
  /** "half" if the session may still be open at Keycloak; "browser" if the browser has to end it. */
  outcome: "ended" | "browser" | "half";
  /** Where to redirect the browser. */
  location: string;
}

const API_TIMEOUT_MS = 5000;
const NOT_ENDED = "api did not end the session; its tokens are valid until they expire";
const KEY = Symbol.for("isotherm.sign-outs");
const store = globalThis as unknown as Record<symbol, Map<string, Promise<End>> | undefined>;
const running: Map<string, Promise<End>> = (store[KEY] ??= new Map<string, Promise<End>>());

/** Make api refuse the session's tokens, wherever they were fetched; a failure is logged. */
async function endAtApi(accessToken: string): Promise<void> {
  try {
    const current = currentRequest();
    const response = await ask("api", "/api/v1/session", `${settings().apiUrl}/api/v1/session`, {
      method: "DELETE",
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(current ? { [REQUEST_ID]: current.id } : {}),
      },
      redirect: "manual",
      signal: AbortSignal.timeout(API_TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (response.status >= 500) countFailure("api", "status");
    if (response.ok) return;
    log("warning", "sign-out", NOT_ENDED, { why: `status ${response.status}` });
  } catch (error) {
    countFailure("api", kindOf(error));
    log("warning", "sign-out", NOT_ENDED, { why: reason(error) });
  }
}

async function endAtKeycloak(session: Session, refreshToken: string): Promise<End> {
  const location = `${settings().publicUrl}/signed-out`;
  try {
    await endSession(refreshToken);
    return { outcome: "ended", location };
  } catch (error) {
    // Keycloak responds, but refuses this process: the browser can still end its own session.
    const url =
      error instanceof SignInUnreachable
        ? null
        : await endSessionUrl(session.idToken).catch(() => null);
    if (url) return { outcome: "browser", location: url.href };
    log("warning", "sign-out", "the session may still be open at the sign-in service, retrying", {
      why: reason(error),
    });
    endLater(session.id, refreshToken, endedUntil(session.id));
    return { outcome: "half", location: `${location}?reason=half` };
  }
}

async function end(session: Session): Promise<End> {
  // First of all, and before anything is awaited: no request gets a token any more.
  const last = lastTokens(session);
  endStreamsOf(session.id);
  let { refreshToken } = session;
  try {
    const held = await last;
    refreshToken = held.session.refreshToken;
    await endAtApi(held.accessToken);
  } catch (error) {
    const level = error instanceof SessionEnded ? "info" : "warning";
    log(level, "sign-out", "api was not told: there is no access token", { why: reason(error) });
  }
  const ended = await endAtKeycloak(session, refreshToken);
  increment("isotherm_frontend_sign_outs_total", { outcome: ended.outcome });
  log("info", "sign-out", "signed out", { outcome: ended.outcome, subject: session.subject });
  return ended;
}

/** End a session everywhere; return the address to redirect the browser to. Raises no error. */
export async function signOut(session: Session): Promise<string> {
  let ending = running.get(session.id);
  if (!ending) {
    ending = end(session).finally(() => running.delete(session.id));
    running.set(session.id, ending);
  }
  return (await ending).location;
}
