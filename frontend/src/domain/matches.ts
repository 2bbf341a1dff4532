// Text search: every typed word must occur; accents and case are ignored.

export const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Return a test of whether a name, a place and the like contain every word of `text`. */
export function matcher(text: string): (...parts: (string | null | undefined)[]) => boolean {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return (...parts) => {
    const all = plain(parts.filter(Boolean).join(" "));
    return words.every((word) => all.includes(word));
  };
}
