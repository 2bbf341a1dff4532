// The one place where the page speaks HTTP: JSON in and out, problem documents as errors.

/** What went wrong, in the server's own words. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly title: string,
    readonly detail: string | null = null,
    readonly requestId: string | null = null,
  ) {
    super(title);
  }

  /** The session ended, or there never was one. */
  get signedOut(): boolean {
    return this.status === 401;
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

export type Query = Record<string, string | number | readonly string[] | null | undefined>;

const WITHIN_MS = 20_000;

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return `/api/v1/${path}${text ? `?${text}` : ""}`;
}

/** The problem a failed answer carries; plain words when it carries none. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const said = (await answer.json().catch(() => ({}))) as Partial<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === "string" && value ? value : null);
  return new ApiProblem(
    answer.status, text(said.type) ?? "about:blank", text(said.title) ?? `The server answered ${answer.status}`,
    text(said.detail), text(said.request_id) ?? answer.headers.get("x-request-id"),
  );
}

let serverAhead = 0;

/** How far the server's clock is ahead of this one; ages are reckoned by the server's. */
export const clockDifference = (): number => serverAhead;

function noteClock(answer: Response, asked: number): void {
  const date = Date.parse(answer.headers.get("date") ?? "");
  const now = Date.now();
  // The header has whole seconds; only a real difference counts, and only a quick answer tells.
  if (Number.isNaN(date) || now - asked > 2000) return;
  const ahead = date + 500 - (asked + now) / 2;
  serverAhead = Math.abs(ahead) < 2000 ? 0 : ahead;
}

async function send<T>(method: string, url: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const asked = Date.now();
  const limit = AbortSignal.timeout(WITHIN_MS);
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    const slow = limit.aborted;
    throw new ApiProblem(0, slow ? "/problems/slow" : "/problems/offline",
      slow ? `The server took longer than ${WITHIN_MS / 1000} s and was given up` : "The server cannot be reached");
  }
  noteClock(answer, asked);
  if (!answer.ok) throw await problemOf(answer);
  return (await answer.json()) as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  send<T>("GET", address(path, query), undefined, signal);

export const patch = <T>(path: string, body: unknown): Promise<T> => send<T>("PATCH", address(path), body);
