// A failed request as text.
import { ApiProblem } from "./api/http";

const withFullStop = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`);

/** The problem's detail, else its title. */
export function problemWords(error: unknown): string {
  if (!(error instanceof ApiProblem)) return "The server cannot be reached.";
  return withFullStop(error.detail ?? error.title);
}

export const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof ApiProblem && error.status === status;
