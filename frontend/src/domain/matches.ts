// Text search: every typed word must occur; accents and case are ignored. Exact names come first.

/** Letters that are no base letter with an accent. */
const LETTERS: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ı: "i",
};

export const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßæœøłđı]/g, (letter) => LETTERS[letter] ?? letter);

const wordsOf = (text: string): string[] => plain(text).split(/\s+/).filter(Boolean);

/** Return a test of whether a name, a place and the like contain every word of `text`. */
export function matcher(text: string): (...parts: (string | null | undefined)[]) => boolean {
  const words = wordsOf(text);
  return (...parts) => {
    const all = plain(parts.filter(Boolean).join(" "));
    return words.every((word) => all.includes(word));
  };
}

/** How well a name fits a search: the lower, the sooner it is listed. */
const EXACT = 0;
const PREFIX = 1;
const WORDS = 2;
const BEGINNINGS = 3;
const INSIDE = 4;
const ELSEWHERE = 5;

/**
 * Return the rank of a match by its name, and by the name of its site, which may be part of the search:
 * the exact name, its beginning, whole words, beginnings of words, within words, or none of it.
 */
export function ranker(text: string): (name: string, site?: string) => number {
  const words = wordsOf(text);
  const wanted = words.join(" ");
  return (name, site = "") => {
    const named = wordsOf(name).join(" ");
    const placed = wordsOf(site).join(" ");
    const forms = placed === "" ? [named] : [named, `${placed} ${named}`, `${named} ${placed}`];
    if (forms.includes(wanted)) return EXACT;
    if (forms.some((form) => form.startsWith(wanted))) return PREFIX;
    // The site alone makes no match of its sensors better than another.
    const own = named.split(" ");
    if (!words.some((word) => named.includes(word))) return ELSEWHERE;
    const all = [...own, ...placed.split(" ")];
    if (words.every((word) => all.includes(word))) return WORDS;
    if (words.every((word) => all.some((part) => part.startsWith(word)))) return BEGINNINGS;
    return words.every((word) => all.some((part) => part.includes(word))) ? INSIDE : ELSEWHERE;
  };
}

interface Named {
  id: string;
  name: string;
  site_name: string;
}

const names = new Intl.Collator(undefined, { numeric: true });

/** Sort what a search has found: best first, equals by site, then by name; unchanged without a search. */
export function bestFirst<T>(matches: T[], text: string, namedOf: (match: T) => Named): T[] {
  if (wordsOf(text).length === 0) return matches;
  const rank = ranker(text);
  return matches
    .map((match) => ({ match, named: namedOf(match) }))
    .map((entry) => ({ ...entry, rank: rank(entry.named.name, entry.named.site_name) }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        names.compare(a.named.site_name, b.named.site_name) ||
        names.compare(a.named.name, b.named.name) ||
        (a.named.id < b.named.id ? -1 : 1),
    )
    .map(({ match }) => match);
}
