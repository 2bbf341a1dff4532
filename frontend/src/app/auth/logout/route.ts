// Signs out here, at api and at Keycloak, and redirects the browser to the signed-out page.
import { problem } from "@/server/problem";
import { setSubject } from "@/server/request";
import { isOwnNavigation } from "@/server/same-origin";
import { endedCookie, readSession } from "@/server/session";
import { settings } from "@/server/settings";
import { signOut } from "@/server/sign-out";

export const dynamic = "force-dynamic";

async function answer(request: Request): Promise<Response> {
  const where = settings();
  if (!isOwnNavigation(request.headers, where.publicUrl)) return problem("not-same-origin");
  const session = readSession(request.headers.get("cookie"), where);
  if (session) setSubject(session.subject);
  const location = session ? await signOut(session) : `${where.publicUrl}/signed-out`;
  return new Response(null, {
    status: 303,
    headers: { location, "cache-control": "no-store", "set-cookie": endedCookie(where) },
  });
}

export { answer as GET, answer as POST };
