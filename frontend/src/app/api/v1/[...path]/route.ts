// The proxy to api: every method is forwarded with the session's bearer token.
import { forward } from "@/server/pass";

export const dynamic = "force-dynamic";

export { forward as GET, forward as POST, forward as PUT, forward as PATCH, forward as DELETE };
