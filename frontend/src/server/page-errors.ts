// Uncaught errors of our pages in people's browsers: counted, and a bounded number of them logged.
import { log } from "./log";
import { increment } from "./metrics";
import { problem } from "./problem";
import { redacted } from "./redact";
import { setSubject } from "./request";
import { routeOf } from "./routes";
import { isSameOrigin } from "./same-origin";
import { readSession } from "./session";
import { settings } from "./settings";
import { isEnded } from "./tokens";

const MOST_BYTES = 4096;
const MOST_CHARACTERS = 200;
/** Lines of this process in each minute; further errors are only counted. */
const MOST_LINES = 30;
const MINUTE_MS = 60_000;

let lines = 0;
let minute = 0;

function mayLog(now: number): boolean {
  const current = Math.floor(now / MINUTE_MS);
  if (current !== minute) [minute, lines] = [current, 0];
  lines += 1;
  return lines <= MOST_LINES;
}

interface Reported {
  kind: string;
  message: string;
  path: string;
}

/** What a browser says; null if it is no report, or too long for one. */
async function read(request: Request): Promise<Reported | null> {
  const length = request.headers.get("content-length");
  if (length === null || !(Number(length) <= MOST_BYTES)) return null;
  try {
    const { kind, message, path } = JSON.parse(await request.text()) as Record<string, unknown>;
    return typeof kind === "string" && typeof message === "string" && typeof path === "string"
      ? { kind, message, path }
      : null;
  } catch {
    return null;
  }
}

/** Count an error that a signed-in person's page reports. */
export async function takePageError(request: Request): Promise<Response> {
  const where = settings();
  if (!isSameOrigin(request.headers, where.publicUrl)) return problem("not-same-origin");
  const session = readSession(request.headers.get("cookie"), where);
  if (!session || isEnded(session.id)) return problem("signed-out");
  setSubject(session.subject);
  const reported = await read(request);
  if (!reported) return problem("bad-report");
  increment("isotherm_frontend_page_errors_total", { kind: reported.kind });
  if (mayLog(Date.now()))
    log("warning", "page", "uncaught error in a page", {
      error: redacted(reported.message).slice(0, MOST_CHARACTERS),
      page: routeOf(reported.path, false).template,
      subject: session.subject,
    });
  return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
}
