// Texts of which the API answers only the beginning.
const utf8 = new TextEncoder();

/** The bytes of a text that are shown, if it has more; null if it is whole. */
export function shownBytes(text: string, bytes: number): number | null {
  const shown = utf8.encode(text).length;
  return shown < bytes ? shown : null;
}
