// Whether typed words mean something: every word must occur, accents and case do not matter.

export const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** A test of parts of a name, a place and the like against what was typed. */
export function matcher(text: string): (...parts: (string | null | undefined)[]) => boolean {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return (...parts) => {
    const all = plain(parts.filter(Boolean).join(" "));
    return words.every((word) => all.includes(word));
  };
}
