// The request that is being answered: its id, who sent it and its span, for everything that is done for it.
import { AsyncLocalStorage } from "node:async_hooks";
import { NO_SPAN, type Span } from "./tracing/spans";

export interface CurrentRequest {
  /** Made here, passed on to api, and told to the browser. */
  readonly id: string;
  readonly span: Span;
  /** The user's id at Keycloak, once the session is known. */
  subject: string | null;
  /** Count and log the request now, because its response goes on for long. */
  settle: (status: number) => void;
}

const KEY = Symbol.for("isotherm.request");
const store = globalThis as unknown as Record<
  symbol,
  AsyncLocalStorage<CurrentRequest> | undefined
>;
const storage = (store[KEY] ??= new AsyncLocalStorage<CurrentRequest>());

/** The request that this code runs for, in all bundles that Next.js builds of this module. */
export const currentRequest = (): CurrentRequest | undefined => storage.getStore();

/** Make it the current request of everything that follows in this call, and of what that awaits. */
export const enterRequest = (request: CurrentRequest): void => storage.enterWith(request);

/** Run something for a request. */
export const runFor = <T>(request: CurrentRequest, run: () => T): T => storage.run(request, run);

/** Note whose request it is, for its log lines. */
export function setSubject(subject: string): void {
  const request = currentRequest();
  if (request && subject) request.subject = subject;
}

export const currentSpan = (): Span => currentRequest()?.span ?? NO_SPAN;
