// Ends sessions that Keycloak did not end at sign-out, as soon as it responds again.
import { log } from "./log";
import { SignInUnreachable, endSession } from "./oidc";

const FIRST_MS = 5000;
const LONGEST_MS = 60_000;
const MOST = 1000;
const KEY = Symbol.for("isotherm.end-later");
const store = globalThis as unknown as Record<symbol, Set<string> | undefined>;
const waiting: Set<string> = (store[KEY] ??= new Set());

/** Return after a wait that does not keep the process alive. */
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

async function retry(refreshToken: string, until: number): Promise<boolean> {
  for (let ms = FIRST_MS; Date.now() + ms < until; ms = Math.min(2 * ms, LONGEST_MS)) {
    await wait(ms);
    try {
      await endSession(refreshToken);
      return true;
    } catch (error) {
      if (!(error instanceof SignInUnreachable)) return false;
    }
  }
  return false;
}

/** Retry to end this session in the background until its refresh token expires at `until`, ms. */
export function endLater(session: string, refreshToken: string, until: number): void {
  if (waiting.has(session) || waiting.size >= MOST) return;
  waiting.add(session);
  void retry(refreshToken, until).then((ended) => {
    waiting.delete(session);
    log(ended ? "info" : "warning", "sign-out", "a session that was signed out of before", {
      ended,
    });
  });
}
