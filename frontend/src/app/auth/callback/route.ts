// Keycloak redirects the browser here: exchange the code for tokens and set the session cookie.
import { randomUUID } from "node:crypto";
import type { NextRequest } from "next/server";
import { log, reason } from "@/server/log";
import { loginCookie, openLogin } from "@/server/login";
import { increment } from "@/server/metrics";
import { LoginExpired, SignInUnreachable, finishLogin } from "@/server/oidc";
import { setSubject } from "@/server/request";
import { returnPath } from "@/server/same-origin";
import { cookie, readCookie, readSession, sessionCookie } from "@/server/session";
import { settings } from "@/server/settings";
import { keep } from "@/server/tokens";

export const dynamic = "force-dynamic";

function failed(outcome: "away" | "expired" | "refused", why: string): void {
  increment("isotherm_frontend_sign_ins_total", { outcome });
  log("warning", "login", "login failed", { outcome, why });
}

export async function GET(request: NextRequest): Promise<Response> {
  const where = settings();
  const cookies = request.headers.get("cookie");
  const state = request.nextUrl.searchParams.get("state");
  const name = loginCookie(state ?? "");
  const login = openLogin(readCookie(cookies, name), state, where);
  const go = (path: string, ...set: string[]): Response => {
    const headers = new Headers({
      location: new URL(path, where.publicUrl).href,
      "cache-control": "no-store",
    });
    for (const value of set) headers.append("set-cookie", value);
    return new Response(null, { status: 303, headers });
  };
  // Going back to a finished login is harmless while signed in; otherwise the login starts over.
  if (!login && readSession(cookies, where)) return go("/");
  if (!login) {
    failed("expired", "no login is in progress in this browser");
    return go("/signed-out?reason=expired");
  }
  const clearLogin = cookie(where, name, "", 0, "/auth/");
  try {
    const tokens = await finishLogin(request.nextUrl.search, login);
    const subject = tokens.claims()?.sub ?? "";
    const { session } = keep(tokens, {
      id: randomUUID(),
      subject,
      refreshToken: "",
      refreshedAt: 0,
      idToken: null,
    });
    setSubject(subject);
    increment("isotherm_frontend_sign_ins_total", { outcome: "ok" });
    log("info", "login", "signed in", { outcome: "ok", subject });
    return go(
      returnPath(login.returnTo, where.publicUrl),
      clearLogin,
      sessionCookie(session, where),
    );
  } catch (error) {
    const why =
      error instanceof SignInUnreachable
        ? "away"
        : error instanceof LoginExpired
          ? "expired"
          : "refused";
    failed(why, reason(error));
    return go(`/signed-out?reason=${why}`, clearLogin);
  }
}
