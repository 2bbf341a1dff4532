// The page's HTTP client: typed by the OpenAPI document, with problem documents as errors.
import createClient from "openapi-fetch";
import type { paths } from "@/domain/api-types";
import type { InTheWay } from "@/domain/types";
import { setServerClock } from "@/time/server-clock";

/** A wrong field of the request; the message is the rest of a sentence: "is used by another site". */
export interface FieldProblem {
  field: string;
  message: string;
}

/** A failed request, with the server's problem document. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    /** The last segment of the problem's type: "signed-out", "not-found", "offline". */
    readonly kind: string,
    readonly title: string,
    readonly detail: string | null = null,
    readonly requestId: string | null = null,
    /** The existing installations that a new one would overlap. */
    readonly inTheWay: InTheWay[] = [],
    readonly errors: readonly FieldProblem[] = [],
    /** The name belongs to a proposed device without a site, which an administrator may take over. */
    readonly adoptable = false,
  ) {
    super(title);
  }

  /** The session has ended, or never existed. */
  get signedOut(): boolean {
    return this.kind === "signed-out";
  }

  /** The object does not exist or the user may not see it; the server does not distinguish. */
  get missing(): boolean {
    return this.status === 404;
  }

  /** Retrying may succeed. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const TIMEOUT_MS = 20_000;

/** The problem document of a failed response, or a plain problem if it has none. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as Partial<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === "string" && value ? value : null);
  const kind = (text(body.type) ?? "unknown").split(/[:/]/).at(-1) ?? "unknown";
  return new ApiProblem(
    response.status,
    kind,
    text(body.title) ?? `The server responded with ${response.status}`,
    text(body.detail),
    text(body.request_id) ?? response.headers.get("x-request-id"),
    Array.isArray(body.in_the_way) ? (body.in_the_way as InTheWay[]) : [],
    Array.isArray(body.errors) ? (body.errors as FieldProblem[]) : [],
    (body.taken as { adoptable?: unknown } | undefined)?.adoptable === true,
  );
}

export const unreachable = (): ApiProblem =>
  new ApiProblem(0, "offline", "The server cannot be reached");

/** fetch with a timeout; raise an ApiProblem unless the response is a success. */
async function send(request: Request): Promise<Response> {
  const requestedAt = Date.now();
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(request, { signal: AbortSignal.any([request.signal, limit]) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    if (!limit.aborted) throw unreachable();
    throw new ApiProblem(0, "slow", `The server did not respond within ${TIMEOUT_MS / 1000} s`);
  }
  setServerClock(response.headers.get("date"), requestedAt);
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** The client, typed by the API's OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: typeof window === "undefined" ? "http://localhost" : window.location.origin,
  fetch: send,
});

/** Return the data of a response; raise an ApiProblem if it has none. */
export async function data<T>(response: Promise<{ data?: T }>): Promise<T> {
  const { data: body } = await response;
  if (body === undefined) throw new ApiProblem(0, "empty", "The server responded without data");
  return body;
}
