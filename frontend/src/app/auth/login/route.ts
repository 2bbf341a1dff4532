// Starts a login: stores the state for the callback in a sealed cookie and redirects to Keycloak.
import type { NextRequest } from "next/server";
import { cookie } from "@/server/session";
import { loginCookie, LOGIN_SECONDS, sealLogin } from "@/server/login";
import { increment } from "@/server/metrics";
import { SignInUnreachable, startLogin } from "@/server/oidc";
import { returnPath } from "@/server/same-origin";
import { settings } from "@/server/settings";

export const dynamic = "force-dynamic";

export async function GET(request: NextRequest): Promise<Response> {
  const where = settings();
  const returnTo = returnPath(request.nextUrl.searchParams.get("return_to"), where.publicUrl);
  try {
    const { url, login } = await startLogin(returnTo);
    return new Response(null, {
      status: 303,
      headers: {
        location: url.href,
        "cache-control": "no-store",
        "set-cookie": cookie(
          where,
          loginCookie(login.state),
          sealLogin(login, where),
          LOGIN_SECONDS,
          "/auth/",
        ),
      },
    });
  } catch (error) {
    const reason = error instanceof SignInUnreachable ? "away" : "failed";
    increment("isotherm_frontend_sign_ins_total", {
      outcome: reason === "away" ? "away" : "refused",
    });
    const to = new URL("/signed-out", where.publicUrl);
    to.search = new URLSearchParams({ reason, return_to: returnTo }).toString();
    return Response.redirect(to, 303);
  }
}
