// Signs out here and at Keycloak, which redirects the browser to the signed-out page.
import { endSessionUrl } from "@/server/oidc";
import { problem } from "@/server/problem";
import { isOwnNavigation } from "@/server/same-origin";
import { endedCookie, readSession } from "@/server/session";
import { settings } from "@/server/settings";
import { forget } from "@/server/tokens";

export const dynamic = "force-dynamic";

async function signOut(request: Request): Promise<Response> {
  const where = settings();
  if (!isOwnNavigation(request.headers, where.publicUrl)) return problem("not-same-origin");
  const session = readSession(request.headers.get("cookie"), where);
  if (session) forget(session.id);
  let location = `${where.publicUrl}/signed-out`;
  try {
    if (session) location = (await endSessionUrl(session.idToken)).href;
  } catch {
    location += "?reason=half";
  }
  return new Response(null, {
    status: 303,
    headers: { location, "cache-control": "no-store", "set-cookie": endedCookie(where) },
  });
}

export { signOut as GET, signOut as POST };
