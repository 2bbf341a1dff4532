// Runs before every page: redirects signed-out users to sign in and sets security headers.
import { NextResponse, type NextRequest } from "next/server";
import { linkHeader, firstRequests } from "@/data/first-requests";
import { contentSecurityPolicy } from "@/server/policy";
import { setSubject } from "@/server/request";
import { readSession } from "@/server/session";
import { settings } from "@/server/settings";
import { isEnded } from "@/server/tokens";

const OPEN = new Set(["/signed-out"]);

export function proxy(request: NextRequest): NextResponse {
  const where = settings();
  const { pathname, search } = request.nextUrl;
  const sent = readSession(request.headers.get("cookie"), where);
  // A copy of a cookie that was signed out opens no page either.
  const session = sent && !isEnded(sent.id) ? sent : null;
  if (session) setSubject(session.subject);
  if (!OPEN.has(pathname) && !session) {
    const to = new URL("/auth/login", where.publicUrl);
    to.searchParams.set("return_to", pathname + search);
    return NextResponse.redirect(to, 303);
  }
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = contentSecurityPolicy(nonce, where, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  const now = Date.now();
  headers.set("x-requested-at", String(now));
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  // Only for document requests: a client-side navigation has the data cached.
  if (session && request.headers.get("accept")?.includes("text/html")) {
    response.headers.set(
      "link",
      linkHeader(firstRequests(pathname, request.nextUrl.searchParams, now)),
    );
  }
  response.headers.set("content-security-policy", policy);
  response.headers.set("cache-control", "private, no-store");
  return response;
}

// Not for what checks the session itself or needs none, nor for static files.
export const config = {
  matcher: [
    "/((?!api/|auth/(?:login|callback|logout)$|_next/|healthz$|page-errors$|sw\\.js$|offline$|bad-address$|icon\\.svg$|favicon\\.ico$).*)",
  ],
};
