// Why the server refused something, in its own words.
import { ApiProblem } from "./api/http";

const ended = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`);

/** The problem's detail where it has one, else its title. */
export function problemWords(error: unknown): string {
  if (!(error instanceof ApiProblem)) return "The server cannot be reached.";
  return ended(error.detail ?? error.title);
}

export const hasStatus = (error: unknown, status: number): boolean =>
  error instanceof ApiProblem && error.status === status;
