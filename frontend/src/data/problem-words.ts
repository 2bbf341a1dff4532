// A failed request as text.
import { ApiProblem } from "./api/http";

const withFullStop = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`);

const SESSION_ENDED = "Your session has ended";

/** The title of what could not be loaded; `otherwise` if the failure has none. */
export function failedTitle(error: unknown, otherwise: string): string {
  if (!(error instanceof ApiProblem)) return otherwise;
  return error.signedOut ? SESSION_ENDED : error.title;
}

/** The problem's detail, else its title. */
export function problemWords(error: unknown): string {
  if (!(error instanceof ApiProblem)) return "The server cannot be reached.";
  if (error.signedOut) return `${SESSION_ENDED}.`;
  return withFullStop(error.detail ?? error.title);
}

export const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof ApiProblem && error.status === status;

/** What the server found wrong with a field, as a sentence to show beside it; null if nothing. */
export function fieldWords(error: unknown, field: string): string | null {
  const errors = error instanceof ApiProblem ? error.errors : [];
  const message = errors.find((wrong) => wrong.field === field)?.message;
  if (message === undefined) return null;
  const [start = "", ...rest] = message;
  const isSentence = start !== start.toLowerCase();
  if (isSentence) return withFullStop(message);
  return withFullStop(
    NO_SUBJECT.test(message) ? `This ${message}` : start.toUpperCase() + rest.join(""),
  );
}

/** A message that continues the field's name, such as "is already used". */
const NO_SUBJECT = /^(is|has|must|may|can|cannot|does|names|contains|begins|ends|needs)\b/;

/** Whether every fault that the server found is one of these fields, so that nothing else needs saying. */
export const concernsOnly = (error: unknown, fields: readonly string[]): boolean =>
  error instanceof ApiProblem &&
  error.errors.length > 0 &&
  error.errors.every(({ field }) => fields.includes(field));
