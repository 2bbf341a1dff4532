// The service worker's script. Browsers ask for it again with each visit, so that a release replaces it.
import { SERVICE_WORKER } from "@/server/offline/worker";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return new Response(SERVICE_WORKER, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-cache",
    },
  });
}
