// The server's clock, as near as this browser can know it: ages are reckoned by it.

const EXACT_MS = 2000;
let ahead = 0;

/** Now by the server's clock, in milliseconds. */
export const serverNow = (): number => Date.now() + ahead;

/** Takes the Date header of an answer to a question asked at `asked` (this browser's clock). */
export function noteServerDate(header: string | null, asked: number): void {
  const date = Date.parse(header ?? "");
  const now = Date.now();
  // The header has whole seconds; only a real difference counts, and only a quick answer tells.
  if (Number.isNaN(date) || now - asked > EXACT_MS) return;
  const found = date + 500 - (asked + now) / 2;
  ahead = Math.abs(found) < EXACT_MS ? 0 : found;
}
