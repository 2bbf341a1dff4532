// The one place where the page speaks HTTP: a typed client, and problem documents as errors.
import createClient from "openapi-fetch";
import type { paths } from "@/domain/api-types";
import type { InTheWay } from "@/domain/types";
import { noteServerDate } from "@/time/server-clock";

/** What went wrong, in the server's own words. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    /** The last word of the problem's type: "signed-out", "not-found", "offline". */
    readonly kind: string,
    readonly title: string,
    readonly detail: string | null = null,
    readonly requestId: string | null = null,
    /** Of a conflict of installations: those there are. */
    readonly inTheWay: InTheWay[] = [],
  ) {
    super(title);
  }

  /** The session ended, or there never was one. */
  get signedOut(): boolean {
    return this.kind === "signed-out";
  }

  /** It is not there, or not for this person: the server does not tell which. */
  get missing(): boolean {
    return this.status === 404;
  }

  /** Asking again later may help; asking the same otherwise will not. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const WITHIN_MS = 20_000;

/** The problem a failed answer carries; plain words when it carries none. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const said = (await answer.json().catch(() => ({}))) as Partial<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === "string" && value ? value : null);
  const kind = (text(said.type) ?? "unknown").split(/[:/]/).at(-1) ?? "unknown";
  return new ApiProblem(
    answer.status,
    kind,
    text(said.title) ?? `The server responded with ${answer.status}`,
    text(said.detail),
    text(said.request_id) ?? answer.headers.get("x-request-id"),
    Array.isArray(said.in_the_way) ? (said.in_the_way as InTheWay[]) : [],
  );
}

export const unreachable = (): ApiProblem =>
  new ApiProblem(0, "offline", "The server cannot be reached");

/** fetch with a time limit; whatever is not a good answer is thrown as an ApiProblem. */
async function send(request: Request): Promise<Response> {
  const asked = Date.now();
  const limit = AbortSignal.timeout(WITHIN_MS);
  let answer: Response;
  try {
    answer = await fetch(request, { signal: AbortSignal.any([request.signal, limit]) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    if (!limit.aborted) throw unreachable();
    throw new ApiProblem(0, "slow", `The server did not respond within ${WITHIN_MS / 1000} s`);
  }
  noteServerDate(answer.headers.get("date"), asked);
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** Typed by the API's OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: typeof window === "undefined" ? "http://localhost" : window.location.origin,
  fetch: send,
});

/** The data of an answer; failures were thrown before. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data: found } = await answer;
  if (found === undefined) throw new ApiProblem(0, "empty", "The server responded without data");
  return found;
}
