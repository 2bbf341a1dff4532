// The words of a printed page.
import { full } from "@/time/moment";

/** How old a printed page is: `until` is when it was last live, null if it is. */
export function stateWords(until: number | null, zone: string): string {
  return until === null
    ? "It shows what was known then, and does not change."
    : `It was not live: what it shows is as of ${full(until, zone)}.`;
}

/** A text as a string of CSS. */
export const cssText = (text: string): string =>
  `"${text.replace(/["\\]/g, "\\$&").replace(/[\n\r\f]+/g, " ")}"`;
