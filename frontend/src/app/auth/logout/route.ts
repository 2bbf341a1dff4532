// Signs out here and at Keycloak, which brings the browser back to the signed-out page.
import { endSessionUrl } from "@/lib/server/oidc";
import { problem } from "@/lib/server/problem";
import { isOwnNavigation } from "@/lib/server/same-origin";
import { endedCookie, readSession } from "@/lib/server/session";
import { settings } from "@/lib/server/settings";
import { forget } from "@/lib/server/tokens";

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
    status: 303, headers: { location, "cache-control": "no-store", "set-cookie": endedCookie(where) },
  });
}

export { signOut as GET, signOut as POST };
