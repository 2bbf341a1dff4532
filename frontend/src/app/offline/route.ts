// The page that the service worker shows when the server cannot be reached. It is the same for everyone.
import { OFFLINE_PAGE } from "@/server/offline/page";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return new Response(OFFLINE_PAGE, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
    },
  });
}
