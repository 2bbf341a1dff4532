// A server for the pages of devices: what it answers by path, and what it was sent.
import { vi } from "vitest";
import { makeDiagnosis } from "../../make-device";

interface Sent {
  method: string;
  path: string;
  etag: string | null;
  body: unknown;
}

const EMPTY: Record<string, object> = {
  "/api/v1/sites": { items: [], next: null },
  "/api/v1/rejects": { items: [], counts: [], next: null },
  "/api/v1/broker": {
    administration: "mosquitto",
    host: "mqtt.example",
    port: 1883,
    tls_port: null,
    ca: null,
    seen: 0,
    connected: true,
    error: null,
  },
};

export const changed = (): Response =>
  Response.json({ type: "urn:changed", title: "Changed" }, { status: 412 });

/**
 * Answer GET by path; all else by `change`. Return what was sent.
 * @param documents returns the documents by path, as they are at the time of the request; a promise is one that
 *   takes its time
 */
export function stubApi(
  documents: () => Record<string, object>,
  change: (sent: Sent) => Response = () => Response.json({}),
): Sent[] {
  const requests: Sent[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method === "GET") {
      const document = documents()[path] ?? EMPTY[path];
      if (document) return Response.json(await Promise.resolve(document));
      if (path.endsWith("/diagnosis")) return Response.json(makeDiagnosis());
      if (path.endsWith("/activity")) return Response.json({ hours: [] });
      return Response.json({ items: [], next: null });
    }
    const text = await request.text();
    const sent = {
      method: request.method,
      path,
      etag: request.headers.get("if-match"),
      body: text === "" ? null : (JSON.parse(text) as unknown),
    };
    requests.push(sent);
    return change(sent);
  });
  return requests;
}
