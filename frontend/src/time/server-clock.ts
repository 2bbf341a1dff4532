// The server's clock as estimated in this browser. Ages are computed with it.

const EXACT_MS = 2000;
let ahead = 0;

/** Now by the server's clock, in milliseconds. */
export const serverNow = (): number => Date.now() + ahead;

/** Set the clock by the Date header of a response; `requestedAt` is when it was requested, by this browser's clock. */
export function setServerClock(header: string | null, requestedAt: number): void {
  const date = Date.parse(header ?? "");
  const now = Date.now();
  // The header has whole seconds, so small differences are ignored, and so are slow responses.
  if (Number.isNaN(date) || now - requestedAt > EXACT_MS) return;
  const difference = date + 500 - (requestedAt + now) / 2;
  ahead = Math.abs(difference) < EXACT_MS ? 0 : difference;
}
