// The browser's way to api: every method passes through with the session's bearer.
import { passOn } from "@/server/pass";

export const dynamic = "force-dynamic";

export { passOn as GET, passOn as POST, passOn as PUT, passOn as PATCH, passOn as DELETE };
